/** The pace of downloads, by a clock that the test moves. */
import { expect } from '@open-wc/testing';
import { Downloads, type Clock } from '../../../components/parts/downloads.js';
import { Pickers } from '../pickers.js';

/** Stands still until it is moved; who waits goes on when their time has come. */
class TestClock implements Clock {
  time = 5000;
  #waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  now(): number {
    return this.time;
  }
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ until: this.time + milliseconds, resolve }));
  }
  async move(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    const due = this.#waiting.filter(({ until }) => until <= this.time);
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { resolve } of due) resolve();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const files = (count: number) => Array.from({ length: count }, (_, index) => new File(['x'], `${index + 1}`));

describe('downloads', () => {
  let pickers: Pickers;
  let clock: TestClock;
  let downloads: Downloads;
  beforeEach(() => {
    pickers = new Pickers();
    clock = new TestClock();
    downloads = new Downloads(clock);
  });
  afterEach(() => pickers.end());
  const begun = () => pickers.downloads.length;

  for (const count of [1, 9, 10]) {
    it(`begin at once when there are ${count}`, () => {
      void downloads.start(files(count));
      expect(begun()).to.equal(count);
    });
  }

  it('are of a type that leaves the name as it is', async () => {
    let address = '';
    HTMLAnchorElement.prototype.click = function () {
      address = this.href;
    };
    await downloads.start([new File(['abc'], 'README', { type: 'text/plain' })]);
    const saved = await (await fetch(address)).blob();
    expect(saved.type).to.equal('application/octet-stream');
    expect(await saved.text()).to.equal('abc');
  });

  it('begin ten at a time, with more than a second between', async () => {
    const all = downloads.start(files(25));
    expect(begun()).to.equal(10);
    await clock.move(1000);
    expect(begun()).to.equal(10);
    await clock.move(100);
    expect(begun()).to.equal(20);
    await clock.move(1100);
    await all;
    expect(pickers.downloads).to.deep.equal(files(25).map(({ name }) => name));
  });

  it('keep to ten in a second, whoever asks for them', async () => {
    void downloads.start(files(6));
    await clock.move(500);
    const [second, third] = [downloads.start(files(6)), downloads.start(files(6))];
    expect(begun()).to.equal(10);
    await clock.move(600);
    expect(begun()).to.equal(16);
    await clock.move(500);
    await Promise.all([second, third]);
    expect(begun()).to.equal(18);
  });
});

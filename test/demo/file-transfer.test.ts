// The example of a whole transfer: a connection that is bad in the same way each time, and a file that comes through it.
import { expect } from '@open-wc/testing';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { openChannel, type Faults } from '../../demo/examples/file-transfer/channel.js';
import { createHold, deliver, sampleOf } from '../../demo/examples/file-transfer/file-transfer.js';
import { WorkerBridge } from '../../src/index.js';
import { rejection } from '../support/outcome.js';
import { openDemoPage, until, type DemoPage } from './demo-page.js';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, data: new Blob([`${index}`]) }));

async function passed(faults: Faults, seed = 1, count = 200) {
  let waited = 0;
  const wait = (bytes: number) => Promise.resolve(void (waited += bytes));
  const arrived: { index: number; text: string }[] = [];
  for await (const { index, data } of openChannel(faults, { seed, wait }).send(numbered(count))) {
    arrived.push({ index, text: await data.text() });
  }
  const indexes = arrived.map(({ index }) => index);
  return {
    waited,
    indexes,
    different: new Set(indexes).size,
    harmed: arrived.filter(({ index, text }) => text !== `${index}`).length,
  };
}

describe('a bad connection', () => {
  it('does nothing to the chunks unless it is told to', async () => {
    const { indexes, harmed } = await passed({});
    expect(indexes).to.deep.equal([...Array(200).keys()]);
    expect(harmed).to.equal(0);
  });

  it('loses, doubles, holds back and damages, each by itself', async () => {
    const lost = await passed({ lost: 0.15 });
    expect([lost.indexes.length, lost.harmed]).to.deep.equal([lost.different, 0]);
    expect(lost.different).to.be.within(140, 195);
    const doubled = await passed({ doubled: 0.15 });
    expect([doubled.different, doubled.harmed]).to.deep.equal([200, 0]);
    expect(doubled.indexes).to.have.length.within(205, 260);
    const late = await passed({ late: 0.15 });
    expect([late.indexes.length, late.different, late.harmed]).to.deep.equal([200, 200, 0]);
    expect(late.indexes).not.to.deep.equal([...Array(200).keys()]);
    const damaged = await passed({ damaged: 0.15 });
    expect([damaged.indexes.length, damaged.different]).to.deep.equal([200, 200]);
    expect(damaged.harmed).to.be.within(5, 60);
  });

  it('is silent for two seconds of sixty megabytes each, once', async () => {
    const { waited } = await passed({ outage: true });
    expect(waited - (await passed({})).waited).to.equal(120e6);
  });

  it('does the same again for the same seed', async () => {
    const faults = { lost: 0.2, doubled: 0.2, late: 0.2 };
    expect(await passed(faults, 7)).to.deep.equal(await passed(faults, 7));
    expect(await passed(faults, 7)).not.to.deep.equal(await passed(faults, 8));
  });
});

describe('a hold', () => {
  it('lets nobody pass while it is held, and ends with the signal', async () => {
    const hold = createHold();
    const { signal } = new AbortController();
    await hold.passed(signal);
    hold.pause();
    hold.pause();
    let isThrough = false;
    const through = hold.passed(signal).then(() => (isThrough = true));
    await Promise.resolve();
    expect([hold.isHeld, isThrough]).to.deep.equal([true, false]);
    hold.resume();
    await through;
    hold.pause();
    const stopped = new AbortController();
    const waiting = rejection(hold.passed(stopped.signal));
    const reason = new Error('enough');
    stopped.abort(reason);
    expect(await waiting).to.equal(reason);
  });
});

describe('a delivery', () => {
  const { signal } = new AbortController();
  const options = { signal, hold: createHold(), onProgress: () => undefined, onChunk: () => undefined };

  it('asks again for what is missing or damaged, until all is there', async () => {
    const packed = await WorkerBridge.pipeline.packFile(sampleOf(1), new Uint8Array(32), { chunkSize: 20_000 });
    const faults = { lost: 0.3, doubled: 0.3, late: 0.3, damaged: 0.3, outage: true };
    const channel = openChannel(faults, { wait: () => Promise.resolve() });
    const told: Record<string, number> = {};
    const onChunk = (_: number, what: string) => (told[what] = (told[what] ?? 0) + 1);
    const arrived = await deliver(packed, channel, { ...options, onChunk });
    expect(new Set(arrived.map(({ index }) => index)).size).to.equal(packed.chunks.length);
    expect(told.here).to.equal(packed.chunks.length);
    expect(Object.keys(told)).to.include.members(['sent', 'again', 'missing', 'damaged', 'doubled', 'late']);
    const { chunks, manifest } = { chunks: arrived, manifest: packed.manifest };
    const back = await WorkerBridge.pipeline.unpackFile(chunks, manifest, new Uint8Array(32));
    expect(await WorkerBridge.file.hashFile(back)).to.equal(packed.sha256);
  });

  it('gives up a line that lets nothing through', async () => {
    const packed = await WorkerBridge.pipeline.packFile(new Blob(['text']), new Uint8Array(32));
    const dead = openChannel({ lost: 1 }, { wait: () => Promise.resolve() });
    expect(await rejection(deliver(packed, dead, options))).to.have.property('message', '1 chunks never arrived.');
  });
});

describe('the example of a transfer', () => {
  let page: DemoPage;
  let bar: TransferProgress;
  beforeEach(async () => {
    page = await openDemoPage('examples/file-transfer/index.html');
    bar = page.get('transfer-progress');
    page.press('[value=outage]');
  });
  afterEach(() => page.close());

  it('brings a file through everything, and offers it', async () => {
    page.choose('[name=file]', page.file('letter.txt', 'Dear reader. '.repeat(9)));
    page.press('button.main');
    expect(await page.says('output', /./)).to.equal('letter.txt has arrived: 117 bytes, the very same bytes.');
    expect([bar.state, page.get('output').className]).to.deep.equal(['complete', 'good']);
    const link = page.get('a', '.button');
    expect(link.download).to.equal('letter.txt');
    expect(await (await page.window.fetch(link.href)).text()).to.equal('Dear reader. '.repeat(9));
    expect(page.document.querySelectorAll('.stages .over')).to.have.length(9);
  });

  it('makes a sample, and shows each chunk and what became of it', async () => {
    page.type('[name=megabytes]', '8');
    page.press('button.main');
    expect(await page.says('output', /./)).to.equal('sample.bin has arrived: 8 MB, the very same bytes.');
    expect(page.document.querySelectorAll('.chunks .here')).to.have.length(4);
    expect(Number(page.text('[data-count=sent]'))).to.be.at.least(4);
  });

  it('says what the other end says to the wrong key', async () => {
    page.press('[name=wrong]');
    page.choose('[name=file]', page.file('letter.txt', 'Dear reader'));
    page.press('button.main');
    expect(await page.says('output', /./)).to.match(/cannot be opened|wrong/i);
    expect([bar.state, page.get('output').className]).to.deep.equal(['failed', 'bad']);
    expect(page.get('a', '.button').hidden).to.equal(true);
  });

  it('is paused on its way, goes on, and is cancelled', async () => {
    page.type('[name=megabytes]', '8');
    page.press('button.main');
    await until(page.document, () => page.document.querySelector('[data-stage=send][aria-current]') !== null);
    bar.pause();
    expect(bar.state).to.equal('paused');
    bar.resume();
    await until(page.document, () => page.document.querySelector('[data-stage=merge].over') !== null);
    bar.abort();
    expect(await page.says('output', /./)).to.equal('Cancelled. Nothing is left of it.');
    expect(bar.state).to.equal('aborted');
  });

  it('stays where it is while it is paused', async () => {
    page.type('[name=megabytes]', '8');
    page.press('button.main');
    await until(page.document, () => page.document.querySelector('[data-stage=compress][aria-current]') !== null);
    bar.pause();
    await until(page.document, () => page.document.querySelectorAll('.chunks i').length > 0);
    expect([bar.state, page.text('[data-count=sent]')]).to.deep.equal(['paused', '0']);
    bar.abort();
    await page.says('output', /Cancelled/);
  });
});

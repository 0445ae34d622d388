/** <transfer-progress> over sources that lie, circles of elements, listeners that do the unexpected, and thousands at once. */
import { expect } from '@open-wc/testing';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { gate } from '../support/gates.js';
import { clearPage, errorOf, once, part } from './on-page.js';
import { bar, heardFrom, Pretended, PretendedCount, PretendedUpload, shown, words } from './transfer-page.js';

describe('<transfer-progress> is not misled', () => {
  afterEach(clearPage);

  for (const odd of [NaN, Infinity, -Infinity, -5, '7' as unknown as number]) {
    it(`by a count of ${String(odd)}`, async () => {
      const element = bar();
      const count = new PretendedCount();
      count.loaded = odd;
      const heard = heardFrom(element);
      const end = element.track(count);
      await shown(element);
      expect([element.loaded, element.total, element.state]).to.deep.equal([0, 100, 'active']);
      count.loaded = 40;
      count.total = odd;
      await shown(element);
      expect([element.loaded, element.total, element.position]).to.deep.equal([40, 0, -1]);
      count.total = 100;
      count.move(100);
      await end;
      expect(heard.at(-1)).to.equal('loadend 100/100');
    });
  }

  it('by counts beyond what is exact', async () => {
    const element = bar();
    const count = new PretendedCount();
    count.total = 2 ** 53;
    count.loaded = 2 ** 52;
    element.track(count);
    await shown(element);
    expect([element.position, words(element)]).to.deep.equal([0.5, '50% · 4.5 PB of 9.01 PB']);
  });

  it('by work that reports nonsense, and by text that looks like markup', async () => {
    const evil = '<img src=x onerror="globalThis.wasRun = true">';
    const element = bar();
    element.label = evil;
    const hold = gate();
    const run = errorOf(
      element.track(async ({ onProgress }) => {
        onProgress({ loaded: NaN, total: -1 });
        await hold.promise;
        throw new Error(evil);
      }),
    );
    await shown(element);
    expect([element.loaded, element.total]).to.deep.equal([0, 0]);
    hold.open();
    await run;
    await shown(element);
    expect(part(element, 'label').textContent.trim()).to.equal(evil);
    expect([element.shadowRoot?.querySelector('img'), document.querySelector('.tallow-announcer img')]).to.deep.equal([
      null,
      null,
    ]);
    expect('wasRun' in globalThis).to.equal(false);
  });

  it('by itself, named by `for` or tracked', async () => {
    const element = bar('<transfer-progress id="own" for="own"></transfer-progress>');
    await shown(element);
    element.dispatchEvent(new ProgressEvent('loadstart'));
    expect(element.state).to.equal('idle');
    expect(await errorOf(element.track(element))).to.be.instanceOf(TypeError);
    expect(element.state).to.equal('idle');
  });

  it('by one that shows it in turn: an abort goes round once', async () => {
    const one = bar('<transfer-progress id="one" for="other"></transfer-progress>');
    const other = bar('<transfer-progress id="other" for="one"></transfer-progress>');
    await shown(other);
    one.dispatchEvent(new ProgressEvent('loadstart', { lengthComputable: true, total: 10 }));
    expect([one.state, other.state]).to.deep.equal(['active', 'active']);
    for (const act of ['pause', 'resume', 'abort'] as const) one[act]();
    await shown(one);
  });

  it('by one inside it that shows it', async () => {
    const outer = bar(`<transfer-progress id="outer">
      <transfer-progress></transfer-progress><transfer-progress for="outer"></transfer-progress>
    </transfer-progress>`);
    const [first] = outer.querySelectorAll('transfer-progress');
    const target = new PretendedUpload();
    first?.track(target);
    target.fire('progress', 40, 100);
    await shown(outer);
    outer.abort();
    expect(target.done).to.deep.equal(['abort']);
  });
});

describe('<transfer-progress> in the hands of its listeners', () => {
  afterEach(clearPage);

  const types = ['loadstart', 'progress', 'load', 'loadend', 'statechange'];
  const deeds: [deed: string, act: (element: TransferProgress) => void][] = [
    ['remove it', (element) => element.remove()],
    ['reset it', (element) => element.reset()],
    ['abort it', (element) => element.abort()],
    ['track something else', (element) => void element.track(new Pretended())],
  ];
  for (const type of types) {
    for (const [deed, act] of deeds) {
      it(`tells of each run from its loadstart to its loadend when those of ${type} ${deed}`, async () => {
        const element = bar();
        const told: string[] = [];
        for (const name of ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend'])
          element.addEventListener(name, () => told.push(name));
        const target = new PretendedUpload();
        const end = element.track(target).then(
          () => 'resolved',
          () => 'rejected',
        );
        element.addEventListener(type, () => act(element), { once: true });
        target.fire('loadstart', 0, 100);
        target.fire('progress', 50, 100);
        await shown(element);
        target.fire('load', 100, 100);
        expect(await end).to.be.oneOf(['resolved', 'rejected']);
        await shown(element);
        expect(element.state).to.be.oneOf(['idle', 'active', 'complete', 'aborted']);
        const next = new Pretended();
        document.body.append(element);
        const again = element.track(next);
        next.fire('progress', 1, 1);
        next.fire('load', 1, 1);
        await again;
        expect(element.state).to.equal('complete');
        expect(told.join(' ')).to.match(/^(loadstart( progress)* (load|abort) loadend ?)+$/);
      });
    }
  }

  for (const type of ['statechange', 'load', 'loadend']) {
    it(`keeps what it said to who waits when those of ${type} track something else at the end`, async () => {
      const element = bar();
      const target = new PretendedUpload();
      const order: string[] = [];
      const end = element.track(target).then(
        () => order.push('resolved'),
        (reason: unknown) => order.push(String(reason)),
      );
      target.fire('loadstart', 0, 100);
      element.addEventListener('loadend', () => order.push('loadend'), { once: true });
      element.addEventListener(type, () => void element.track(new Pretended()), { once: true });
      target.fire('load', 100, 100);
      await end;
      expect(order).to.deep.equal(['loadend', 'resolved']);
    });
  }

  it('goes on when one of them throws', async () => {
    const element = bar();
    const { onerror } = window;
    window.onerror = () => true;
    try {
      for (const type of types) {
        element.addEventListener(type, () => {
          throw new Error(`a bad listener of ${type}`);
        });
      }
      const target = new Pretended();
      const end = element.track(target);
      target.fire('progress', 1, 2);
      target.fire('load', 2, 2);
      await end;
      await shown(element);
    } finally {
      window.onerror = onerror;
    }
    expect([element.state, words(element)]).to.deep.equal(['complete', 'Done · 2 bytes']);
  });

  it('lets go of a frame that its listener took the page from', async () => {
    const element = bar();
    const count = new PretendedCount();
    element.track(count);
    await shown(element);
    element.addEventListener('progress', () => element.remove());
    count.loaded = 50;
    await once(element, 'progress');
    await Promise.resolve();
    const { reads } = count;
    await shown(element);
    expect([count.reads, count.listeners.size]).to.deep.equal([reads, 0]);
  });
});

describe('<transfer-progress> leaves no promise hanging', () => {
  afterEach(clearPage);

  it('of the same count tracked twice', async () => {
    const element = bar();
    const count = new PretendedCount();
    const first = errorOf(element.track(count));
    const second = element.track(count);
    expect((await first).name).to.equal('AbortError');
    count.move(100);
    await second;
    expect(element.state).to.equal('complete');
  });

  it('of work whose signal aborts after something else is shown', async () => {
    const element = bar();
    const controller = new AbortController();
    let inner: AbortSignal | undefined;
    const run = errorOf(
      element.track(
        ({ signal }) => {
          inner = signal;
          return new Promise<never>(() => undefined);
        },
        { signal: controller.signal },
      ),
    );
    const target = new Pretended();
    element.track(target);
    target.fire('progress', 1, 2);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await run).to.equal(reason);
    expect([inner?.aborted, element.state]).to.deep.equal([true, 'active']);
  });

  it('of one that waits for a promise that never settles', async () => {
    const element = bar();
    const count = new PretendedCount();
    const run = errorOf(element.track(count, { done: new Promise<never>(() => undefined) }));
    count.move(100);
    await shown(element);
    expect(element.state).to.equal('active');
    element.remove();
    expect((await run).name).to.equal('AbortError');
  });

  it('and leaves nothing with the signal of a stream that has ended', async () => {
    const element = bar();
    const { signal } = new AbortController();
    const heard = new Set<unknown>();
    signal.addEventListener = (_: string, listener: unknown) => void heard.add(listener);
    signal.removeEventListener = (_: string, listener: unknown) => void heard.delete(listener);
    const stream = new Blob(['four']).stream();
    const through = element.through(stream, { signal });
    expect(heard.size).to.equal(1);
    await new Response(through).text();
    expect(heard.size).to.equal(0);
  });

  it('and cancels a stream whose chunks are no bytes', async () => {
    const element = bar();
    let why: unknown;
    const stream = new ReadableStream<string>({
      pull: (controller) => controller.enqueue('text'),
      cancel: (reason) => void (why = reason),
    });
    const reader = element.through(stream as unknown as ReadableStream<Blob>).getReader();
    expect(await errorOf(reader.read())).to.be.instanceOf(TypeError);
    expect([element.state, why instanceof TypeError]).to.deep.equal(['failed', true]);
  });
});

describe('<transfer-progress> in a form', () => {
  afterEach(clearPage);

  it('stands where a <progress> did: nothing is submitted, and its buttons submit nothing', async () => {
    const element = bar(
      '<form><label>Upload <transfer-progress name="x" value="1"></transfer-progress></label></form>',
    );
    const form = element.closest('form')!;
    let submits = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submits += 1;
    });
    element.removeAttribute('value');
    const target = new PretendedUpload();
    element.track(target);
    target.fire('progress', 4, 10);
    await shown(element);
    part(element, 'pause-button').click();
    await shown(element);
    part(element, 'cancel-button').click();
    form.reset();
    expect([[...new FormData(form)], submits, form.checkValidity()]).to.deep.equal([[], 0, true]);
    expect([element.labels.length, element.state]).to.deep.equal([1, 'aborted']);
  });
});

describe('<transfer-progress> around thousands', () => {
  afterEach(clearPage);

  it('looks at each of them a few times only, however many begin, move and end in one frame', async () => {
    const many = 1000;
    const outer = bar();
    const insides = document.createElement('div');
    outer.append(insides);
    const targets = Array.from({ length: many }, () => new PretendedCount());
    for (const target of targets) {
      const inner = document.createElement('transfer-progress');
      insides.append(inner);
      void inner.track(target);
    }
    await shown(outer);
    expect(outer.total).to.equal(100 * many);
    const readBefore = targets.reduce((sum, { reads }) => sum + reads, 0);
    for (const target of targets) target.move(50);
    while (outer.shadowRoot?.querySelector('progress')?.value !== 0.5) await shown(outer);
    const reads = targets.reduce((sum, target) => sum + target.reads, 0) - readBefore;
    // not one more for each of the others
    expect(reads / many).to.be.below(many / 4);
    for (const target of targets) target.move(100);
    while (outer.state !== 'complete') await shown(outer);
    expect(outer.loaded).to.equal(100 * many);
  });
});

/** <transfer-progress> over what moves: counts, events, work, streams, and elements named by `for`. */
import { expect } from '@open-wc/testing';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { SharedProgress } from '../../src/shared/shared-progress.js';
import { gate } from '../support/gates.js';
import { holdPool } from './held-pool.js';
import { clearPage, encryptor, errorOf, once, textFile } from './on-page.js';
import { bar, heardFrom, native, Pretended, shown, words } from './transfer-page.js';

function chunks(...sizes: number[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const size of sizes) controller.enqueue(new Uint8Array(size));
      controller.close();
    },
  });
}

describe('<transfer-progress> tracks', () => {
  afterEach(clearPage);

  describe('a promise', () => {
    it('until it settles, with a bar that runs, and resolves as it does', async () => {
      const element = bar('<transfer-progress stall-timeout="1"></transfer-progress>');
      const heard = heardFrom(element);
      const hold = gate();
      const end = element.track(hold.promise.then(() => 42));
      await shown(element);
      await shown(element);
      expect([element.state, element.position, words(element)]).to.deep.equal(['active', -1, 'preparing…']);
      hold.open();
      expect(await end).to.equal(42);
      expect(element.state).to.equal('complete');
      expect(heard).to.deep.equal([
        'statechange',
        'loadstart 0/0',
        'progress 0/0',
        'statechange',
        'load 0/0',
        'loadend 0/0',
      ]);
    });

    it('that rejects, which is a failure, or an abort when it says so', async () => {
      const element = bar();
      const failure = new Error('no');
      expect(await errorOf(element.track(Promise.reject(failure)))).to.equal(failure);
      expect([element.state, element.error]).to.deep.equal(['failed', failure]);
      await errorOf(element.track(Promise.reject(new DOMException('', 'AbortError'))));
      expect(element.state).to.equal('aborted');
    });

    it('that its controller can stop', async () => {
      const element = bar();
      const controller = new AbortController();
      const end = errorOf(element.track(new Promise<never>(() => undefined), { controller }));
      await shown(element);
      element.abort(new Error('enough'));
      expect([(await end).message, controller.signal.aborted, element.state]).to.deep.equal([
        'enough',
        true,
        'aborted',
      ]);
    });
  });

  it('nothing that cannot be shown, and goes on with what it showed', async () => {
    const element = bar();
    const target = new Pretended();
    const end = element.track(target);
    target.fire('progress', 1, 2);
    for (const odd of [{}, [], new Map()] as unknown as EventTarget[]) {
      expect(await errorOf(element.track(odd))).to.be.instanceOf(TypeError);
    }
    await shown(element);
    expect([element.state, element.loaded]).to.deep.equal(['active', 1]);
    target.fire('load', 2, 2);
    await end;
  });

  describe('a SharedProgress', () => {
    it('that was closed, also when it is removed and put back', async () => {
      const element = bar();
      const progress = new SharedProgress(10);
      const controller = new SharedCancellation();
      const end = errorOf(element.track(progress, { controller }));
      progress.set(4);
      progress.close();
      controller.close();
      await shown(element);
      const { parentNode } = element;
      element.remove();
      expect((await end).name).to.equal('AbortError');
      parentNode?.append(element);
      await shown(element);
      expect([element.loaded, element.total, element.state]).to.deep.equal([4, 10, 'active']);
      expect(await errorOf(bar().track(progress, { signal: AbortSignal.abort(new Error('no')) }))).to.include({
        message: 'no',
      });
    });

    it('from its first unit to its last, and resolves then', async () => {
      const element = bar();
      const heard = heardFrom(element);
      const progress = new SharedProgress(200);
      const end = element.track(progress);
      expect([element.state, element.total]).to.deep.equal(['active', 200]);
      progress.increment(50);
      await shown(element);
      expect([element.loaded, words(element)]).to.deep.equal([50, '25% · 50 bytes of 200 bytes']);
      progress.increment(150);
      await end;
      expect([element.state, native(element).max]).to.deep.equal(['complete', 1]);
      expect(heard[0]).to.equal('statechange');
      expect(heard[1]).to.equal('loadstart 0/200');
      expect(heard.slice(-4)).to.deep.equal(['progress 200/200', 'statechange', 'load 200/200', 'loadend 200/200']);
    });

    it('at every moment as it is, not as it was in the last frame', () => {
      const element = bar();
      const progress = new SharedProgress(10);
      element.track(progress);
      progress.set(4);
      progress.total = 16;
      expect([element.loaded, element.total, element.position]).to.deep.equal([4, 16, 0.25]);
    });

    it('again when it begins again', async () => {
      const element = bar();
      const progress = new SharedProgress(10);
      const first = element.track(progress);
      progress.set(10);
      await first;
      progress.reset();
      while (element.state !== 'active') await shown(element);
      progress.set(10);
      await once(element, 'load');
      expect(element.state).to.equal('complete');
    });

    it('until its cancellation is cancelled, by whomever', async () => {
      const element = bar();
      const cancellation = new SharedCancellation();
      const end = errorOf(element.track(new SharedProgress(10), { controller: cancellation }));
      cancellation.cancel('enough');
      expect(await end).to.deep.include({ name: 'AbortError', message: 'enough' });
      expect(element.state).to.equal('aborted');
    });

    it('and takes a promise for its end, so that a failure is seen', async () => {
      const element = bar();
      const progress = new SharedProgress(10);
      const hold = gate();
      const end = element.track(progress, { done: hold.promise.then(() => 'checked') });
      progress.set(10);
      await shown(element);
      expect(element.state).to.equal('active');
      hold.open();
      expect(await end).to.equal('checked');
      expect(element.state).to.equal('complete');

      const failure = new Error('the worker died');
      const failed = errorOf(element.track(new SharedProgress(10), { done: Promise.reject(failure) }));
      expect(await failed).to.equal(failure);
      expect([element.state, element.error]).to.deep.equal(['failed', failure]);
    });

    for (const [what, government] of [
      ['a promise for its end', () => ({ done: new Promise<never>(() => undefined) })],
      ['a controller', () => ({ controller: new AbortController() })],
      ['both', () => ({ done: new Promise<never>(() => undefined), controller: new AbortController() })],
    ] as const)
      it(`with ${what} until its signal is aborted, and then shows it no more`, async () => {
        const element = bar();
        const [stop, reason, options] = [new AbortController(), new Error('enough'), government()];
        const end = errorOf(element.track(new SharedProgress(10), { ...options, signal: stop.signal }));
        expect(element.state).to.equal('active');
        stop.abort(reason);
        expect([element.state, element.total]).to.deep.equal(['idle', 0]);
        expect(await end).to.equal(reason);
        if ('controller' in options)
          expect(options.controller.signal.aborted, 'the source is left alone').to.equal(false);
      });

    it('as cancelled when its controller and its signal are one', async () => {
      const element = bar();
      const [stop, reason] = [new AbortController(), new Error('enough')];
      const end = errorOf(element.track(new SharedProgress(10), { controller: stop, signal: stop.signal }));
      stop.abort(reason);
      expect(await end).to.equal(reason);
      await shown(element);
      expect(element.state).to.equal('aborted');
    });

    it('whose total is wrong as one without a total', async () => {
      const element = bar();
      const progress = new SharedProgress(0);
      element.track(progress);
      progress.set(50);
      await shown(element);
      expect([element.lengthComputable, element.position, words(element)]).to.deep.equal([false, -1, '50 bytes']);
      expect(native(element).hasAttribute('value')).to.equal(false);
    });
  });

  describe('a target of progress events', () => {
    it('through a run, with the same events', async () => {
      const element = bar();
      const target = new Pretended();
      const heard = heardFrom(element);
      const end = element.track(target);
      expect(element.state).to.equal('idle');
      target.fire('loadstart', 0, 100);
      target.fire('progress', 40, 100);
      await shown(element);
      expect([element.state, words(element)]).to.deep.equal(['active', '40% · 40 bytes of 100 bytes']);
      target.fire('progress', 100, 100);
      target.fire('load', 100, 100);
      target.fire('loadend', 100, 100);
      await end;
      // a slow frame may have told of it on the way
      expect(heard.filter((event) => event !== 'progress 40/100')).to.deep.equal([
        'statechange',
        'loadstart 0/100',
        'progress 0/100',
        'progress 100/100',
        'statechange',
        'load 100/100',
        'loadend 100/100',
      ]);
    });

    it('that has begun already, and that begins again', () => {
      const element = bar();
      const target = new Pretended();
      element.track(target);
      target.fire('progress', 1, 2);
      expect(element.state).to.equal('active');
      target.fire('load', 2, 2);
      expect(element.state).to.equal('complete');
      target.fire('loadstart', 0, 8);
      expect([element.state, element.total]).to.deep.equal(['active', 8]);
    });

    const ends = [
      ['abort', 'aborted', 'AbortError'],
      ['error', 'failed', 'NetworkError'],
      ['timeout', 'failed', 'TimeoutError'],
    ] as const;
    for (const [type, state, name] of ends) {
      it(`to its ${type}, with what was done by then`, async () => {
        const element = bar();
        const target = new Pretended();
        const heard = heardFrom(element);
        const end = errorOf(element.track(target));
        target.fire('progress', 30, 100);
        target.fire(type);
        expect((await end).name).to.equal(name);
        expect([element.state, element.loaded, element.error?.name ?? '']).to.deep.equal([
          state,
          30,
          type === 'abort' ? '' : name,
        ]);
        expect(heard.slice(-3)).to.deep.equal(['statechange', `${type} 30/100`, 'loadend 30/100']);
      });
    }

    it('and takes no notice of other events of the same name', () => {
      const element = bar();
      const target = new Pretended();
      element.track(target);
      for (const type of ['progress', 'error', 'abort']) target.dispatchEvent(new Event(type));
      expect(element.state).to.equal('idle');
    });

    it('that is a FileReader', async () => {
      const element = bar();
      const reader = new FileReader();
      const heard = heardFrom(element);
      const end = element.track(reader);
      reader.readAsArrayBuffer(new Blob([new Uint8Array(100_000)]));
      await end;
      expect([element.state, element.loaded, element.total]).to.deep.equal(['complete', 100_000, 100_000]);
      expect(heard.at(-1)).to.equal('loadend 100000/100000');
    });

    it('that is a FileReader which is done already', async () => {
      const element = bar();
      const reader = new FileReader();
      reader.readAsText(new Blob(['x']));
      await once(reader, 'loadend');
      await element.track(reader);
      expect(element.state).to.equal('complete');
    });

    it('that is an XMLHttpRequest, and its upload', async () => {
      const element = bar();
      const request = new XMLHttpRequest();
      request.open('GET', URL.createObjectURL(new Blob([new Uint8Array(50_000)])));
      const down = element.track(request);
      request.send();
      await down;
      expect([element.state, element.loaded]).to.deep.equal(['complete', 50_000]);

      const upload = new XMLHttpRequest();
      upload.open('POST', '/');
      const up = element.track(upload.upload, { controller: upload });
      upload.send(new Uint8Array(30_000));
      await up;
      expect([element.state, element.loaded]).to.deep.equal(['complete', 30_000]);
    });
  });

  describe('an element of ours', () => {
    it('named by `for`, through run after run, and empties with it', async () => {
      const held = holdPool();
      held.open();
      const source = encryptor({ passphrase: 'x', id: 'enc' }, held.place);
      const element = bar('<transfer-progress for="enc"></transfer-progress>');
      source.files = [textFile()];
      await source.start();
      expect([element.state, element.loaded]).to.deep.equal(['complete', 5]);
      source.reset();
      expect(element.state).to.equal('idle');
      held.end();
    });

    it('that is a pool, by its tasks', async () => {
      const pool = document.createElement('worker-pool');
      pool.fallback = 'page';
      document.body.append(pool);
      const element = bar();
      const end = element.track(pool);
      const runs = [1, 2, 3].map(() =>
        pool.execute({ channel: 'crypto', type: 'hash', payload: { data: new Blob([]) } }),
      );
      await Promise.all(runs);
      await end;
      await shown(element);
      expect([element.state, element.loaded, words(element)]).to.deep.equal(['complete', 3, 'Done · 3']);
    });

    it('that is a pool, whose tasks ended before it told of any', async () => {
      const pool = new PretendedPool();
      const element = bar();
      const told: string[] = [];
      for (const type of ['loadstart', 'load', 'loadend']) element.addEventListener(type, () => told.push(type));
      const end = element.track(pool);
      pool.tell({ completed: 3 });
      await end;
      expect([element.state, element.loaded, element.total]).to.deep.equal(['complete', 3, 3]);
      expect(told).to.deep.equal(['loadstart', 'load', 'loadend']);
    });

    it('that is a pool, of which it hears when some are done, in each burst anew', () => {
      const pool = new PretendedPool({ completed: 5 });
      const element = bar();
      element.track(pool).catch(() => undefined);
      const seen: unknown[] = [];
      for (const numbers of [
        { completed: 6, failed: 1, running: 1, queued: 2 },
        { completed: 9, failed: 1 },
        { completed: 10, failed: 1, running: 1 },
        { completed: 11, failed: 1 },
        // made of other attributes, it counts from the beginning
        { completed: 1, running: 1 },
      ]) {
        pool.tell(numbers);
        seen.push([element.state, element.loaded, element.total]);
      }
      expect(seen).to.deep.equal([
        ['active', 2, 5],
        ['complete', 5, 5],
        ['active', 1, 2],
        ['complete', 2, 2],
        ['active', 1, 2],
      ]);
    });
  });

  describe('by `for`', () => {
    function target(id: string): HTMLElement {
      const made = document.createElement('div');
      made.id = id;
      document.body.append(made);
      return made;
    }
    const fire = (on: Element, loaded: number) =>
      on.dispatchEvent(new ProgressEvent('progress', { lengthComputable: true, loaded, total: 10 }));

    it('an element that comes later', async () => {
      const element = bar('<transfer-progress for="late"></transfer-progress>');
      await shown(element);
      const late = target('late');
      await Promise.resolve();
      fire(late, 3);
      expect([element.state, element.loaded]).to.deep.equal(['active', 3]);
    });

    it('another one when the id goes to it, when `for` changes, and none when that goes', async () => {
      const [first, second] = [target('a'), target('b')];
      const element = bar('<transfer-progress for="a"></transfer-progress>');
      fire(first, 1);
      first.id = 'c';
      second.id = 'a';
      await Promise.resolve();
      fire(second, 2);
      expect(element.loaded).to.equal(2);
      fire(first, 9);
      expect(element.loaded).to.equal(2);
      element.htmlFor = 'c';
      await element.updateComplete;
      fire(first, 4);
      expect(element.loaded).to.equal(4);
      element.removeAttribute('for');
      await element.updateComplete;
      expect(element.state).to.equal('idle');
      expect(() => fire(first, 5)).not.to.throw();
      expect(element.loaded).to.equal(0);
    });

    it('one in the same shadow root', () => {
      const host = document.createElement('div');
      document.body.append(host);
      const root = host.attachShadow({ mode: 'open' });
      const inner = document.createElement('div');
      inner.id = 'inside';
      const element = document.createElement('transfer-progress');
      element.htmlFor = 'inside';
      root.append(element, inner);
      return Promise.resolve().then(() => {
        fire(inner, 7);
        expect(element.loaded).to.equal(7);
      });
    });
  });

  describe('work', () => {
    it('that it begins, reports of, and gives the result of', async () => {
      const element = bar();
      const hold = gate();
      const heard = heardFrom(element);
      const run = element.track(async ({ onProgress }) => {
        onProgress({ loaded: 5, total: 10 });
        await hold.promise;
        onProgress({ loaded: 10, total: 10 });
        return 'result';
      });
      await shown(element);
      expect([element.state, element.loaded, words(element)]).to.deep.equal(['active', 5, '50% · 5 bytes of 10 bytes']);
      hold.open();
      expect(await run).to.equal('result');
      expect([element.state, heard.at(-1)]).to.deep.equal(['complete', 'loadend 10/10']);
    });

    it('that fails, at once or later', async () => {
      const element = bar();
      const failure = new TypeError('no');
      const thrown = element.track((): Promise<void> => {
        throw failure;
      });
      expect(await errorOf(thrown)).to.equal(failure);
      expect(await errorOf(element.track(() => Promise.reject(failure)))).to.equal(failure);
      expect([element.state, element.error]).to.deep.equal(['failed', failure]);
    });

    it('and is gone at once when it is aborted, whatever the work makes of it', async () => {
      const element = bar();
      let signal: AbortSignal | undefined;
      const never = element.track((options) => {
        ({ signal } = options);
        return new Promise<never>(() => undefined);
      });
      const reason = new Error('enough');
      element.abort(reason);
      expect(await errorOf(never)).to.equal(reason);
      expect([signal?.aborted, signal?.reason, element.state]).to.deep.equal([true, reason, 'aborted']);
    });

    it('and gives its result also when something else is shown meanwhile', async () => {
      const element = bar();
      const hold = gate();
      const run = element.track(() => hold.promise.then(() => 7));
      element.track(new Pretended());
      hold.open();
      expect(await run).to.equal(7);
      expect(element.state).to.equal('idle');
    });
  });

  describe('a stream', () => {
    it('that passes through it, byte for byte', async () => {
      const element = bar();
      const through = element.through(chunks(10, 20, 30), { total: 60 });
      expect(element.state).to.equal('idle');
      const { size } = await new Response(through).blob();
      expect([size, element.loaded, element.total, element.state]).to.deep.equal([60, 60, 60, 'complete']);
    });

    it('and reads no faster than it is read from', async () => {
      const element = bar();
      let pulled = 0;
      const source = new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          pull(controller) {
            pulled += 1;
            controller.enqueue(new Uint8Array(10));
          },
        },
        { highWaterMark: 0 },
      );
      const reader = element.through(source).getReader();
      await shown(element);
      expect([pulled, element.state]).to.deep.equal([0, 'idle']);
      await reader.read();
      await shown(element);
      expect([pulled, element.loaded]).to.deep.equal([1, 10]);
    });

    it('and passes a cancel on', async () => {
      const element = bar();
      let why: unknown;
      const source = new ReadableStream<Uint8Array<ArrayBuffer>>({ cancel: (reason) => void (why = reason) });
      const reader = element.through(source).getReader();
      void reader.read();
      await reader.cancel('enough');
      expect([why, element.state]).to.deep.equal(['enough', 'aborted']);
    });

    it('and passes an error on', async () => {
      const element = bar();
      const failure = new Error('lost');
      const source = new ReadableStream<Uint8Array<ArrayBuffer>>({ pull: (controller) => controller.error(failure) });
      expect(await errorOf(new Response(element.through(source)).arrayBuffer())).to.be.instanceOf(Error);
      expect([element.state, element.error]).to.deep.equal(['failed', failure]);
    });

    it('and stops it on both sides when it is aborted', async () => {
      const element = bar();
      let why: unknown;
      const source = new ReadableStream<Uint8Array<ArrayBuffer>>({ cancel: (reason) => void (why = reason) });
      const read = errorOf(element.through(source).getReader().read());
      await shown(element);
      const reason = new DOMException('stop', 'AbortError');
      element.abort(reason);
      expect([await read, why, element.state]).to.deep.equal([reason, reason, 'aborted']);
    });

    it('and holds it back while paused', async () => {
      const element = bar();
      const reader = element.through(chunks(10, 20), { total: 30 }).getReader();
      await reader.read();
      element.pause();
      expect(element.state).to.equal('paused');
      let got = 0;
      const next = reader.read().then(({ value }) => (got = value?.byteLength ?? 0));
      await shown(element);
      expect(got).to.equal(0);
      element.resume();
      await next;
      expect([got, element.state]).to.deep.equal([20, 'active']);
    });

    it('that is locked is refused', () => {
      const stream = chunks(1);
      stream.getReader();
      expect(() => bar().through(stream)).to.throw(TypeError);
    });

    it('without a length, or with a wrong one, is of unknown total', async () => {
      const element = bar();
      const length = new Headers().get('content-length');
      await new Response(element.through(chunks(10), { total: Number(length ?? NaN) })).blob();
      expect([element.total, element.state]).to.deep.equal([0, 'complete']);
      await new Response(element.through(chunks(10, 10), { total: 5 })).blob();
      expect([element.loaded, element.total]).to.deep.equal([20, 0]);
    });

    it('passes on after the element is gone', async () => {
      const element = bar();
      const through = element.through(chunks(10, 20));
      element.remove();
      await Promise.resolve();
      expect((await new Response(through).blob()).size).to.equal(30);
    });
  });
});

/** As much of a <worker-pool> as is tracked. */
class PretendedPool extends EventTarget {
  #numbers = { queued: 0, running: 0, completed: 0, failed: 0 };

  constructor(numbers: Partial<Numbers> = {}) {
    super();
    this.#numbers = { ...this.#numbers, ...numbers };
  }

  execute(): void {
    throw new Error('Nothing is executed here.');
  }
  warmUp(): void {
    throw new Error('Nothing is started here.');
  }
  getStats(): Numbers {
    return this.#numbers;
  }
  tell(numbers: Partial<Numbers>): void {
    this.#numbers = { queued: 0, running: 0, completed: 0, failed: 0, ...numbers };
    this.dispatchEvent(Object.assign(new Event('stats'), { stats: this.#numbers }));
  }
}

interface Numbers {
  readonly queued: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
}

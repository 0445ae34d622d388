/** <worker-pool> makes its pool late, gives it to those inside and by id, tells its news, and ends with the element. */
import { ContextEvent } from '@lit/context';
import { expect } from '@open-wc/testing';
import { poolContext, type Pool } from '../../components/parts/pool-lookup.js';
import { StatsEvent, WorkerPoolElement } from '../../components/worker-pool.js';
import { holdTimers, type HeldTimers } from '../support/held-timers.js';
import { until } from '../support/pool-until.js';
import { clearPage, errorOf, once, part, shown } from './on-page.js';

const task = { channel: 'crypto', type: 'hash', payload: { data: new Blob(['abc']) } } as const;
const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('<worker-pool>', () => {
  afterEach(clearPage);
  function make(attributes: Record<string, string> = {}): WorkerPoolElement {
    const element = document.createElement('worker-pool');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  }

  /** The news that a task is completed. */
  const completed = (element: WorkerPoolElement) =>
    new Promise<StatsEvent>((resolve) =>
      element.addEventListener('stats', (event) => {
        if (event.stats.completed > 0) resolve(event);
      }),
    );

  it('has a task done', async () => {
    const element = make({ size: '1' });
    expect(await element.execute(task)).to.equal(digest);
    expect(element.getStats()).to.include({ completed: 1, size: 1 });
  });

  for (const [attribute, property, standard, text, value] of [
    ['src', 'src', '', 'a.js', 'a.js'],
    ['size', 'size', 0, '3', 3],
    ['strategy', 'strategy', 'least-busy', 'round-robin', 'round-robin'],
    ['task-timeout', 'taskTimeout', 0, '500', 500],
    ['max-retries', 'maxRetries', 1, '0', 0],
    ['handshake-timeout', 'handshakeTimeout', null, '0', 0],
    ['fallback', 'fallback', 'page', 'none', 'none'],
    ['monitor', 'monitor', false, '', true],
  ] as const) {
    it(`has ${attribute}: to the property, back, and to its default`, async () => {
      const element = make();
      await element.updateComplete;
      expect(element.hasAttribute(attribute)).to.equal(false);
      expect(element[property]).to.equal(standard);
      element.setAttribute(attribute, text);
      expect(element[property]).to.equal(value);
      element.removeAttribute(attribute);
      expect(element[property]).to.equal(standard);
      Object.assign(element, { [property]: value });
      await element.updateComplete;
      expect(element.getAttribute(attribute)).to.equal(text);
    });
  }

  it('starts no worker before it is used', async () => {
    const element = make();
    await element.updateComplete;
    expect(element.state).to.equal('idle');
    expect(element.getStats()).to.include({ busy: 0, idle: 0, starting: 0 });
  });

  it('warms up, and tells its states in order; the last task makes it idle', async () => {
    const element = make({ size: '1' });
    const states: string[] = [];
    element.addEventListener('statechange', () => states.push(element.state));
    await element.warmUp();
    const idle = once(element, 'idle');
    await element.execute(task);
    await idle;
    expect(states).to.deep.equal(['starting', 'ready', 'busy', 'ready']);
    expect(element.matches(':state(ready)')).to.equal(true);
  });

  it('tells its numbers', async () => {
    const element = make({ size: '1' });
    const news = completed(element);
    await element.execute(task);
    const event = await news;
    expect(event).to.be.instanceOf(StatsEvent);
    expect(event.bubbles).to.equal(false);
  });

  it('gives its pool to elements inside, through shadow roots, and to no others', () => {
    const element = make();
    const host = document.createElement('div');
    element.append(host);
    const inside = document.createElement('p');
    host.attachShadow({ mode: 'open' }).append(inside);
    const found: Pool[] = [];
    for (const asker of [inside, document.body])
      asker.dispatchEvent(new ContextEvent(poolContext, asker, (pool) => found.push(pool)));
    expect(found).to.deep.equal([element.pool]);
  });

  it('gives those who subscribed the next pool when an attribute changes', async () => {
    const element = make({ size: '1' });
    const inside = document.createElement('p');
    element.append(inside);
    const found: Pool[] = [];
    let stop: (() => void) | undefined;
    const follow = (pool: Pool, unsubscribe?: () => void) => {
      found.push(pool);
      stop = unsubscribe;
    };
    inside.dispatchEvent(new ContextEvent(poolContext, inside, follow, true));
    element.size = 2;
    await element.updateComplete;
    expect(found.map(({ size }) => size)).to.deep.equal([1, 2]);
    expect(found[1]).to.equal(element.pool);
    stop?.();
    element.size = 3;
    await element.updateComplete;
    expect(found).to.have.length(2);
    expect(element.pool.size).to.equal(3);
  });

  it('finishes the tasks it has when an attribute changes', async () => {
    const element = make({ size: '1' });
    const result = element.execute(task);
    element.size = 2;
    await element.updateComplete;
    expect(await result).to.equal(digest);
  });

  it('ends the pool that still works from before an attribute changed, too', async () => {
    for (const end of [
      (element: WorkerPoolElement) => element.terminate(),
      (element: WorkerPoolElement) => element.remove(),
    ]) {
      const element = make({ size: '1', src: '/test/components/echo.worker.ts' });
      const { pool: old } = element;
      const run = errorOf(element.execute({ type: 'forever' }));
      element.size = 2;
      await element.updateComplete;
      expect(old.state).to.equal('closing');
      end(element);
      expect(await run).to.have.property('code', 'terminated');
      expect(old.state).to.equal('closed');
      expect(element.state).to.equal('closed');
    }
  });

  it('takes the most workers there may be where more are asked for', async () => {
    const element = make({ size: '1000', monitor: '' });
    await element.updateComplete;
    expect(element.size).to.equal(512);
    expect(element.pool.size).to.equal(512);
  });

  for (const [what, property, value, name] of [
    ['an address that is none', 'src', 'http://', 'TypeError'],
    ['a size that is none', 'size', 2.5, 'RangeError'],
  ] as const) {
    it(`fails, and renders, with ${what}; and works again with a better one`, async () => {
      const element = make({ monitor: '' });
      await element.updateComplete;
      const failed = once(element, 'error');
      Object.assign(element, { [property]: value });
      await element.updateComplete;
      await failed;
      expect(element.state).to.equal('failed');
      expect(element.error).to.have.property('name', name);
      expect(await errorOf(element.execute(task))).to.have.property('code', 'unavailable');
      expect(element.state).to.equal('failed');
      expect(part(element, 'monitor-state').textContent).to.contain('could not be started');
      Object.assign(element, { src: '', size: 1 });
      await element.updateComplete;
      expect(element).to.include({ state: 'idle', error: null });
      expect(await element.execute(task)).to.equal(digest);
    });
  }

  it('makes one pool when a listener asks for it while it is made', async () => {
    const element = make({ size: '1' });
    const { pool } = element;
    element.terminate();
    const found: Pool[] = [];
    element.addEventListener('statechange', () => found.push(element.pool), { once: true });
    expect(element.pool === found[0]).to.equal(true);
    expect(element.pool === pool).to.equal(false);
    await element.updateComplete;
  });

  it('has no fallback when it has a worker of its own', async () => {
    const element = make({ src: '/no/such/worker.js', fallback: 'page', size: '1' });
    expect(await errorOf(element.execute(task))).to.have.property('code', 'unavailable');
  });

  it('runs a worker of your own, on the channel custom', async () => {
    const element = make({ src: '/test/components/echo.worker.ts', size: '1' });
    expect(await element.execute({ type: 'echo', payload: { hello: 1 } })).to.deep.equal({ hello: 1 });
    expect(await errorOf(element.execute({ type: 'nothing' }))).to.have.property('code', 'unknown-operation');
  });

  describe('with a worker that says nothing before it is asked', () => {
    let timers: HeldTimers;
    beforeEach(() => {
      timers = holdTimers(20_000, 30_000);
    });
    afterEach(() => timers.restore());

    function ask(attributes: Record<string, string>) {
      const element = make({ src: '/test/support/probe-older.worker.ts', size: '1', ...attributes });
      return { element, answer: element.execute({ type: 'double', payload: 21 }) };
    }

    for (const [when, attributes, pending] of [
      ['expects a word from the first task on', {}, 1],
      ['waits for none with a handshake-timeout of 0', { 'handshake-timeout': '0' }, 0],
    ] as const) {
      it(when, async () => {
        const { element, answer } = ask(attributes);
        await until(element.pool, ({ busy }) => busy === 1);
        expect(timers.pending).to.equal(pending);
        expect(await answer).to.equal(42);
      });
    }

    it('gives it up, and never a task, with a handshake-timeout that is over', async () => {
      const { element, answer } = ask({ 'handshake-timeout': '20000' });
      const states: number[] = [];
      element.pool.subscribe(({ busy }) => states.push(busy));
      await until(element.pool, ({ starting }) => starting === 1);
      timers.fire();
      await until(element.pool, ({ starting }) => starting === 0);
      element.terminate();
      expect(await errorOf(answer)).to.have.property('code', 'terminated');
      expect(Math.max(...states)).to.equal(0);
    });
  });

  it('ends its workers when it is removed, and not when it is moved', async () => {
    const element = make({ size: '1' });
    await element.warmUp();
    const { pool } = element;
    const other = document.createElement('div');
    document.body.append(other);
    other.append(element);
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.pool).to.equal(pool);
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    expect(pool.state).to.equal('closed');
    expect(element.state).to.equal('closed');
    document.body.append(element);
    expect(await element.execute(task)).to.equal(digest);
  });

  it('rejects what runs when it is terminated, and makes a new pool for the next task', async () => {
    const element = make({ size: '1' });
    const run = errorOf(element.execute(task));
    element.terminate();
    expect(await run).to.have.property('code', 'terminated');
    expect(element.state).to.equal('closed');
    expect(await element.execute(task)).to.equal(digest);
  });

  it('says why no worker can be started', async () => {
    const element = make({ src: '/no/such/worker.js', size: '1' });
    const failed = once(element, 'error');
    expect(await errorOf(element.execute(task))).to.have.property('code', 'unavailable');
    await failed;
    expect(element.state).to.equal('failed');
    expect(element.error).to.have.property('code', 'unavailable');
  });

  it('tells that it is idle when the worker of its last task was ended and replaced', async () => {
    const element = make({ src: '/test/components/echo.worker.ts', size: '1' });
    const idle = once(element, 'idle');
    const stop = new AbortController();
    // one that is aborted before it has begun ends by itself
    const run = errorOf(element.execute({ type: 'forever', signal: stop.signal, onProgress: () => stop.abort() }));
    expect(await run).to.have.property('code', 'aborted');
    await idle;
    expect(element.state).to.equal('ready');
    expect(element.getStats()).to.include({ restarted: 1 });
  });

  it('gives those who subscribed the pool that is made after an end', async () => {
    const element = make({ size: '1' });
    const inside = document.createElement('p');
    element.append(inside);
    const found: Pool[] = [];
    inside.dispatchEvent(new ContextEvent(poolContext, inside, (pool) => void found.push(pool), true));
    expect(found).to.have.length(1);
    element.terminate();
    const { pool } = element;
    expect(found).to.have.length(2);
    expect(found[1] === pool).to.equal(true);
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.body.append(element);
    expect(await element.execute(task)).to.equal(digest);
    expect(found[2] === element.pool).to.equal(true);
  });

  it('has workers again for the next task once they can be had, and started none to learn why it had none', async () => {
    const { Worker: known } = globalThis;
    const element = make({ size: '1', fallback: 'none' });
    const states: string[] = [];
    element.addEventListener('statechange', () => states.push(`${element.state} ${element.error?.name ?? ''}`));
    const failed = once(element, 'error');
    Reflect.deleteProperty(globalThis, 'Worker');
    try {
      const hash = { channel: 'file', type: 'hash-file', payload: { data: new Blob(['abc']) } };
      expect(await errorOf(element.execute(hash))).to.have.property('code', 'unavailable');
      await failed;
    } finally {
      globalThis.Worker = known;
    }
    expect(element.state).to.equal('failed');
    expect(element.error).to.have.property('code', 'unavailable');
    expect(element.getStats()).to.include({ starting: 0, idle: 0, busy: 0 });
    expect(await element.execute(task)).to.equal(digest);
    expect(element.error).to.equal(null);
    expect(states.filter((said) => said.startsWith('failed'))).to.deep.equal(['failed IPCError']);
  });

  it('reaches handler properties', async () => {
    const element = make({ size: '1' });
    const seen: string[] = [];
    element.onstatechange = () => seen.push(element.state);
    await element.warmUp();
    expect(seen).to.deep.equal(['starting', 'ready']);
  });

  describe('monitor', () => {
    const numbers = (element: Element) => part(element, 'monitor-numbers').textContent.replaceAll(/\s+/g, ' ').trim();

    it('is not there unless it is asked for', async () => {
      const element = make();
      await element.updateComplete;
      expect(shown(element, 'monitor')).to.equal(false);
    });

    it('shows workers, numbers and place, and passes axe', async () => {
      const element = make({ monitor: '', size: '2' });
      await element.updateComplete;
      expect(part(element, 'monitor-state').textContent.replaceAll(/\s+/g, ' ').trim()).to.equal(
        '0 of 2 busy not started yet',
      );
      const news = completed(element);
      await element.execute(task);
      await news;
      await element.updateComplete;
      expect(numbers(element)).to.match(
        /^waiting ?0 done ?1 failed ?0 restarts ?0 mean wait ?\S+ ms mean run ?\S+ ms$/,
      );
      expect(part(element, 'monitor-state').textContent).to.contain('in workers');
      await expect(element).to.be.accessible();
    });
  });

  it('goes on showing a pool that was ended, and makes no other for that', async () => {
    const element = make({ monitor: '', size: '2' });
    await element.execute(task);
    element.terminate();
    await element.updateComplete;
    expect(element.state).to.equal('closed');
    expect(part(element, 'monitor-state').textContent).to.contain('0 of 2 busy').and.to.contain('shut down');
    expect(part(element, 'monitor-numbers').textContent).to.match(/done\s*1/);
  });

  it('lets itself be defined under another name', () => {
    WorkerPoolElement.define('x-pool');
    expect(document.createElement('x-pool')).to.be.instanceOf(WorkerPoolElement);
  });
});

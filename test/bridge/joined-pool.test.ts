/** Several pools behind the face of one: which pool gets a task, and what the whole says of itself. */
import { expect } from '@open-wc/testing';
import type { BuiltInServices } from '../../src/bridge/bridge.js';
import { createBuiltInPool } from '../../src/bridge/bridge.js';
import { joinPools } from '../../src/bridge/joined-pool.js';
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { OperationError } from '../../src/errors.js';
import type { Services } from '../../src/operation.js';
import { createPageWorker } from '../../src/pool/page-worker.js';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../src/pool/pool.js';
import { NonceManager } from '../../src/streams/nonce-manager.js';
import { rejection } from '../support/outcome.js';
import { gate } from '../support/gates.js';

type Pool = WorkerPool<BuiltInServices>;
type Ask = (task: { channel: string; type: string; payload?: unknown }) => Promise<unknown>;

/** The pools of two channels, `crypto` and `file`, each on the page and each with the operation `echo`. */
function makePools({ file = echo('file'), options = {} }: { file?: Services; options?: PoolOptions } = {}) {
  const opened: string[] = [];
  const start = (name: string, services: Services) =>
    createWorkerPool<BuiltInServices>([{ name, start: () => createPageWorker(() => services) }], 2, options);
  const pool = joinPools('crypto', start('one', echo('crypto')), (channel) => {
    opened.push(channel);
    return channel === 'file' ? start('two', file) : null;
  });
  const ask: Ask = (task) => {
    // @ts-expect-error channels and types of the test's own
    return pool.execute({ payload: undefined, ...task });
  };
  return { pool, ask, opened };
}

function echo(channel: string): Services {
  return { [channel]: { echo: () => channel } };
}

describe('joined pools', () => {
  let pool: Pool;
  afterEach(() => pool.terminate());

  it('give each task to the pool of its channel, which is made for the first of them', async () => {
    const made = makePools();
    pool = made.pool;
    expect(await made.ask({ channel: 'crypto', type: 'echo' })).to.equal('crypto');
    expect(made.opened).to.deep.equal([]);
    expect(await made.ask({ channel: 'file', type: 'echo' })).to.equal('file');
    expect(await made.ask({ channel: 'file', type: 'echo' })).to.equal('file');
    expect(made.opened).to.deep.equal(['file']);
  });

  it('make a pool that failed anew for the next task, and count on', async () => {
    let online = false;
    const start = (channel: string) => {
      const load = () => {
        if (!online) throw new TypeError('offline');
        return createPageWorker(() => echo(channel));
      };
      return createWorkerPool<BuiltInServices>([{ name: 'page', start: load }], 1);
    };
    pool = joinPools('crypto', start('crypto'), start);
    const ask = (channel: string): Promise<unknown> =>
      // @ts-expect-error channels and types of the test's own
      pool.execute({ channel, type: 'echo', payload: undefined });
    for (const channel of ['crypto', 'file']) expect(await rejection(ask(channel))).to.include({ code: 'unavailable' });
    expect(pool).to.include({ state: 'failed' });
    expect(pool.failure).to.include({ code: 'unavailable' });
    online = true;
    for (const channel of ['crypto', 'file']) expect(await ask(channel)).to.equal(channel);
    expect(pool).to.include({ failure: null });
    expect(pool.getStats()).to.include({ state: 'ready', failed: 2, completed: 2, size: 2 });
  });

  it('refuse a channel that nobody has as the first of them does', async () => {
    const made = makePools();
    pool = made.pool;
    expect(await rejection(made.ask({ channel: 'none', type: 'echo' }))).to.have.property('code', 'unknown-operation');
  });

  it('say their size for each channel, and sum up the numbers of those in use', async () => {
    const made = makePools();
    pool = made.pool;
    expect(pool).to.include({ size: 2, state: 'idle', place: null });
    expect(pool.getStats()).to.include({ size: 2, completed: 0 });
    await made.ask({ channel: 'crypto', type: 'echo' });
    await made.ask({ channel: 'file', type: 'echo' });
    await made.ask({ channel: 'file', type: 'echo' });
    const stats = pool.getStats();
    expect(stats).to.include({ size: 4, completed: 3, state: 'ready', place: 'one' });
    expect(stats.runTime.mean).to.be.within(0, stats.runTime.max);
    expect(pool).to.include({ size: 2, state: 'ready', place: 'one' });
  });

  it('are busy while one of them is, and tell who listens, of later ones too', async () => {
    const begun = gate();
    const end = gate();
    const file = {
      file: {
        async echo() {
          begun.open();
          await end.promise;
        },
      },
    };
    const made = makePools({ file });
    pool = made.pool;
    const states = new Set<string>();
    const stop = pool.subscribe(({ state }) => states.add(state));
    await made.ask({ channel: 'crypto', type: 'echo' });
    states.clear();
    const held = made.ask({ channel: 'file', type: 'echo' });
    await begun.promise;
    expect(pool.state).to.equal('busy');
    await Promise.resolve();
    expect([...states]).to.include('busy');
    stop();
    states.clear();
    end.open();
    await held;
    await pool.close();
    expect([...states]).to.deep.equal([]);
  });

  it('have failed only where nothing works', async () => {
    const broken = () => {
      throw new Error('no worker');
    };
    const start = (works: boolean) =>
      createWorkerPool<BuiltInServices>(works ? () => createPageWorker(() => echo('crypto')) : broken, 1, {
        restartLimit: 1,
      });
    pool = joinPools('crypto', start(true), () => start(false));
    // @ts-expect-error a channel of the test's own
    const lost: Promise<unknown> = pool.execute({ channel: 'file', type: 'echo', payload: 0 });
    expect(await rejection(lost)).to.have.property('code', 'unavailable');
    expect(pool.state).to.equal('failed');
    // @ts-expect-error an operation of the test's own
    await pool.execute({ channel: 'crypto', type: 'echo', payload: 0 });
    expect(pool.state).to.equal('ready');
  });

  it('warm up those in use, and end all', async () => {
    const made = makePools();
    pool = made.pool;
    await made.ask({ channel: 'file', type: 'echo' });
    await pool.warmUp();
    expect(pool.getStats()).to.include({ idle: 4, size: 4 });
    await pool.close();
    expect(pool.state).to.equal('closed');
    expect(await rejection(made.ask({ channel: 'file', type: 'echo' }))).to.have.property('code', 'terminated');
  });

  it('take no task for a channel that was not used before they ended', async () => {
    const made = makePools();
    pool = made.pool;
    pool.terminate();
    expect(await rejection(made.ask({ channel: 'file', type: 'echo' }))).to.have.property('code', 'terminated');
    expect(pool.state).to.equal('closed');
  });
});

describe('the built-in pool', () => {
  it('says at once what is wrong with its options', () => {
    expect(() => createBuiltInPool({ size: 0 })).to.throw(RangeError, /size/);
    expect(() => createBuiltInPool({ maxQueue: -1 })).to.throw(RangeError, /maxQueue/);
  });

  describe('keeps keys and nonces to itself', () => {
    let pool: Pool;
    beforeEach(() => (pool = createBuiltInPool({ size: 1 })));
    afterEach(() => pool.terminate());

    for (const [type, call] of [
      ['encrypt', 'encryptFile'],
      ['prepare-seal', 'sealFile'],
      ['seal', 'sealFile'],
      ['seal-pieces', 'sealFile'],
    ] as const) {
      it(`and takes no '${type}', but names ${call}`, async () => {
        // @ts-expect-error no type of a task for anybody
        const refused: Promise<unknown> = pool.execute({ channel: 'crypto', type, payload: {} });
        const reason = await rejection(refused);
        expect(reason).to.be.instanceOf(OperationError).with.property('code', 'invalid');
        expect(reason).to.have.property('message').that.contains(`WorkerBridge.crypto.${call}`);
        expect(pool.getStats()).to.include({ starting: 0, running: 0, queued: 0, failed: 0 });
      });
    }

    it('but does what the bridge asks of it, also through a pool around it', async () => {
      const around: Pool = { ...pool, execute: (task: never) => pool.execute(task) };
      const key = new Uint8Array(32).fill(4);
      const file = new File(['abc'], 'a.txt');
      for (const given of [pool, around]) {
        const sealed = await WorkerBridge.crypto.sealFile(file, key, { pool: given });
        const opened = await WorkerBridge.crypto.openFile(sealed, key, { pool: given });
        expect(await opened.text()).to.equal('abc');
        const nonce = new NonceManager().issue();
        const { ciphertext } = await WorkerBridge.crypto.encryptFile(file, key, nonce, { pool: given });
        expect(ciphertext.byteLength).to.equal(3 + 16);
      }
    });
  });
});

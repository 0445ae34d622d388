/** Every call settles: each way to die, by a bridge. It falls back only on "cannot", never on "failed". */
import { expect } from '@open-wc/testing';
import { createBridge, type BridgeCallOptions, type BuiltInServices } from '../../src/bridge/bridge.js';
import { createCryptoBridge, type CryptoBridge } from '../../src/bridge/worker-bridge.js';
import { IPCError } from '../../src/errors.js';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../src/pool/pool.js';
import { gate } from '../support/gates.js';
import { holdTimers } from '../support/held-timers.js';
import { rejection } from '../support/outcome.js';
import { underPolicy } from '../support/policy-frame.js';
import {
  callAfterDeath,
  forbidden,
  silentWays,
  waysToDie,
  type Subject,
  type WayToDie,
} from '../support/ways-to-die.js';

const options: PoolOptions = { maxRetries: 0, restartLimit: 1, restartDelay: 1, abortGrace: 1 };
/** What the built-in worker, and no probe, answers to a hash of "echo". */
const sha256OfEcho = '092c79e8f80e559e404bcf660c48f3522b67aba9ff1484b0367e1a4ddef7431d';

describe('a call by a bridge', () => {
  let bridge: CryptoBridge;
  let workers: Worker[];
  const start = (script: URL) => () => {
    const worker = new Worker(script, { type: 'module' });
    workers.push(worker);
    return worker;
  };
  beforeEach(() => {
    workers = [];
  });
  afterEach(() => bridge.destroy());

  const subject = (call: Subject['call']): Subject => ({ call, terminate: () => workers.at(-1)?.terminate() });
  const hash = (type: string, given?: BridgeCallOptions) => bridge.hashFile(new Blob([type]), given);

  async function dies(way: WayToDie, call: Subject['call']): Promise<void> {
    const error = await rejection(way.die(subject(call)));
    expect(error).to.be.instanceOf(IPCError);
    expect(error).to.have.property('code', way.code);
    expect(error).to.have.property('message').that.matches(way.message);
    if (way.cause !== undefined) expect((error as IPCError).cause).to.be.instanceOf(Error);
  }

  describe('in a pool of its caller', () => {
    let pool: WorkerPool<BuiltInServices>;
    beforeEach(() => {
      bridge = createCryptoBridge();
    });
    afterEach(() => pool.terminate());

    for (const way of waysToDie) {
      it(`rejects with ${way.code} when ${way.name}`, async () => {
        pool = createWorkerPool<BuiltInServices>(start(way.script), 1, options);
        await dies(way, (type, given) => hash(type, { ...given, pool }));
        if (way.code !== 'unavailable') expect(await hash('echo', { pool })).to.equal('echo');
        // the bridge never made workers, or a page, of its own
        expect(bridge.getStats()).to.include({ completed: 0, failed: 0, place: null });
      });
    }
  });

  for (const fallback of ['none', 'page'] as const) {
    describe(`with a worker of its own, and the fallback '${fallback}'`, () => {
      function open(script: URL): void {
        bridge = createCryptoBridge(createBridge({ source: start(script), fallback, size: 1, ...options }));
      }

      for (const way of waysToDie.filter(({ code }) => code !== 'unavailable')) {
        it(`rejects with ${way.code}, and stays there, when ${way.name}`, async () => {
          open(way.script);
          await dies(way, hash);
          expect(await hash('echo')).to.equal('echo');
          expect(bridge.getStats()).to.include({ place: 'own worker', retried: 0 });
        });
      }

      it('is answered by the next worker when it is made after the death', async () => {
        open(callAfterDeath.script);
        expect(await callAfterDeath.die(subject(hash))).to.equal('echo');
        expect(workers).to.have.length(2);
      });

      for (const way of waysToDie.filter(({ code }) => code === 'unavailable')) {
        it(`is made the next way when ${way.name}`, async () => {
          open(way.script);
          expect(await way.die(subject(hash))).to.equal(sha256OfEcho);
          expect(bridge.getStats()).to.include({ place: 'worker file', failed: 0 });
        });
      }

      for (const { name, start: startSilent } of silentWays) {
        it(`is made the next way when nothing is heard of a worker that ${name}`, async () => {
          const timers = holdTimers(10_000);
          const made = gate();
          const source = () => {
            const worker = startSilent();
            workers.push(worker);
            made.open();
            return worker;
          };
          try {
            bridge = createCryptoBridge(createBridge({ source, fallback, size: 1, ...options }));
            const call = hash('echo');
            await made.promise;
            timers.fire();
            expect(await call).to.equal(sha256OfEcho);
            expect(workers).to.have.length(1);
            expect(bridge.getStats()).to.include({ place: 'worker file', failed: 0, retried: 0 });
          } finally {
            timers.restore();
          }
        });
      }
    });
  }

  it('has workers again once they can be had, after it had none', async () => {
    const { Worker: known } = globalThis;
    bridge = createCryptoBridge(createBridge({ fallback: 'none', size: 1 }));
    Reflect.deleteProperty(globalThis, 'Worker');
    try {
      expect(await rejection(hash('echo'))).to.have.property('code', 'unavailable');
      expect(bridge.getStats()).to.include({ state: 'failed' });
    } finally {
      globalThis.Worker = known;
    }
    expect(await hash('echo')).to.equal(sha256OfEcho);
  });

  describe('under a policy', () => {
    beforeEach(() => {
      bridge = createCryptoBridge();
    });
    const told = (csp: string, fallback: string) =>
      underPolicy<{ message: string }>('/test/support/bridge-frame.ts', csp, { fallback });

    for (const { name, csp, directive } of forbidden) {
      it(`rejects with unavailable when ${name}, and the page is no way out`, async () => {
        const answer = await told(csp, 'none');
        expect(answer).to.include({ code: 'unavailable', result: null, place: null, state: 'failed' });
        expect(answer.message).to.include(`own worker: blocked by the policy directive ${directive} `);
      });

      it(`is made on the page when ${name}`, async () => {
        expect(await told(csp, 'page')).to.deep.include({ result: sha256OfEcho, code: null, place: 'page' });
      });
    }
  });
});

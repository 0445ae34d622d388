/** Timers that no number makes fire at once. */
import { expect } from '@open-wc/testing';
import { after, hold, longest } from '../../src/protocol/after.js';
import { createIPCProtocol } from '../../src/protocol/protocol.js';
import { endpointDouble } from '../support/endpoint-double.js';

/** The delays that timers were set with while `run` ran; none of them fires. */
function delaysOf(run: () => void): unknown[] {
  const { setTimeout, setInterval } = globalThis;
  const delays: unknown[] = [];
  const record = (_: unknown, delay: unknown) => delays.push(delay);
  Object.assign(globalThis, { setTimeout: record, setInterval: record });
  try {
    run();
  } finally {
    Object.assign(globalThis, { setTimeout, setInterval });
  }
  return delays;
}

describe('a timer', () => {
  it('fires once, unless it is stopped before', async () => {
    const fired: string[] = [];
    const stop = after(0, () => fired.push('stopped'));
    stop();
    await new Promise<void>((resolve) => void after(1, resolve));
    expect(fired).to.deep.equal([]);
  });

  it('is none with Infinity, and as long as it can be with more than engines count', () => {
    const nothing = () => undefined;
    expect(delaysOf(() => after(Infinity, nothing)())).to.deep.equal([]);
    expect(delaysOf(() => void after(2 ** 40, nothing))).to.deep.equal([longest]);
  });

  it("holds a process by Node's timers, and does without on a browser's", () => {
    const calls: string[] = [];
    const timer = { ref: () => calls.push('ref'), unref: () => calls.push('unref') };
    hold(timer, 'unref');
    hold(timer, 'ref');
    hold(5, 'unref');
    hold(undefined, 'unref');
    expect(calls).to.deep.equal(['unref', 'ref']);
  });
});

describe('pings', () => {
  const ping = (timeout: number) =>
    delaysOf(() => {
      const connection = createIPCProtocol().connect(endpointDouble());
      connection.ping(timeout).catch(() => undefined);
    });

  it('wait for ever for an answer, or longer than engines count, when they shall', () => {
    expect(ping(Infinity)).to.deep.equal([]);
    expect(ping(2 ** 31)).to.deep.equal([longest]);
    expect(ping(5)).to.deep.equal([5]);
  });

  const beat = (pingInterval: number) =>
    delaysOf(() => {
      const endpoint = endpointDouble();
      const protocol = createIPCProtocol({ pingInterval, defaultTimeout: 0 });
      protocol.request(endpoint, 'a', 'b', 1).catch(() => undefined);
      endpoint.say({ type: 'ready' });
    });

  it('are not sent at all when there is no time between them, or one without end', () => {
    expect(beat(5)).to.deep.equal([5]);
    expect(beat(Infinity)).to.deep.equal([]);
    expect(beat(0)).to.deep.equal([]);
    expect(beat(2 ** 31)).to.deep.equal([longest]);
  });
});

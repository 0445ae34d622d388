/** What is known of the other side: ready, alive, closed; and that nothing of it stays behind. */
import { expect } from '@open-wc/testing';
import { IPCError } from '../../src/errors.js';
import { createIPCProtocol } from '../../src/protocol/protocol.js';
import { endpointDouble } from '../support/endpoint-double.js';
import { linked, rejection, unlink } from '../support/linked.js';

const probe = new URL('../support/probe.worker.ts', import.meta.url);

describe('a connection', () => {
  afterEach(unlink);

  it('is one for each endpoint', () => {
    const protocol = createIPCProtocol();
    const [one, other] = [endpointDouble(), endpointDouble()];
    expect(protocol.connect(one)).to.equal(protocol.connect(one));
    expect(protocol.connect(one)).to.not.equal(protocol.connect(other));
    protocol.destroy();
  });

  it('is ready and greeted once the other side said ready, however often', async () => {
    const endpoint = endpointDouble();
    const connection = createIPCProtocol().connect(endpoint);
    expect(connection.greeted).to.equal(false);
    endpoint.say({ type: 'ready' });
    endpoint.say({ type: 'ready' });
    await connection.ready;
    expect(connection.greeted).to.equal(true);
  });

  it('is ready, but not greeted, at the first answer of a worker that never says ready', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const call = protocol.request(endpoint, 'a', 'b', 1);
    endpoint.say({ id: endpoint.requests()[0]!.id, success: true, result: 'older' });
    await protocol.connect(endpoint).ready;
    expect(protocol.connect(endpoint).greeted).to.equal(false);
    expect(await call).to.equal('older');
  });

  it('rejects ready when it closes before', async () => {
    const connection = createIPCProtocol().connect(endpointDouble());
    const reason = new IPCError('terminated', 'not wanted any more');
    connection.close(reason);
    connection.close(new IPCError('crashed', 'too late'));
    expect(await rejection(connection.ready)).to.equal(reason);
    expect(await connection.closed).to.equal(reason);
    expect(connection.failure).to.equal(reason);
  });

  it('ends every call on it with the reason it was closed for, and later ones too', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const elsewhere = endpointDouble();
    const { result, done } = protocol.call(endpoint, 'a', 'b', 1);
    const kept = protocol.request(elsewhere, 'a', 'b', 1);
    protocol.connect(endpoint).close(new IPCError('terminated', 'ended by its owner'));
    expect(await rejection(result)).to.include({ code: 'terminated' });
    await done;
    expect(await rejection(protocol.request(endpoint, 'a', 'b', 1))).to.include({ code: 'terminated' });
    elsewhere.say({ id: elsewhere.requests()[0]!.id, success: true, data: 'kept' });
    expect(await kept).to.equal('kept');
    expect(endpoint.listening).to.equal(0);
    protocol.destroy();
    expect(elsewhere.listening).to.equal(0);
  });

  it('adds its listeners once, however many calls there are', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    void protocol.connect(endpoint);
    const { listening } = endpoint;
    for (let n = 0; n < 20; n++) {
      const call = protocol.request(endpoint, 'a', 'b', n);
      endpoint.say({ id: endpoint.requests()[n]!.id, success: true, data: n });
      expect(await call).to.equal(n);
    }
    expect(endpoint.listening).to.equal(listening);
    protocol.destroy();
    expect(endpoint.listening).to.equal(0);
  });

  it('measures a ping', async () => {
    const { protocol, port } = linked({});
    expect(await protocol.connect(port).ping(10_000)).to.be.at.least(0);
  });

  it('rejects a ping with crashed when no pong comes, and with its reason when it closes', async () => {
    const protocol = createIPCProtocol();
    const connection = protocol.connect(endpointDouble());
    expect(await rejection(connection.ping(5))).to.include({ code: 'crashed' });
    const open = connection.ping(60_000);
    protocol.destroy();
    expect(await rejection(open)).to.include({ code: 'terminated' });
    expect(await rejection(connection.ping(5))).to.include({ code: 'terminated' });
  });

  it('knows what an earlier connection learnt: that the other side is ready, or dead', async () => {
    const { port, stop } = linked({});
    await createIPCProtocol().connect(port).ready;
    const late = createIPCProtocol().connect(port);
    await late.ready;
    expect(late.greeted).to.equal(true);
    stop();

    const endpoint = endpointDouble();
    void createIPCProtocol().connect(endpoint);
    endpoint.dispatch(new Event('error', { cancelable: true }));
    expect(await createIPCProtocol().connect(endpoint).closed).to.include({ code: 'unavailable' });
    expect(await rejection(createIPCProtocol().request(endpoint, 'a', 'b', 1))).to.include({ code: 'unavailable' });
  });

  it('can be made anew, to other operations, after the other side stopped', async () => {
    const { port1, port2 } = new MessageChannel();
    const { serve } = await import('../../src/protocol/serve.js');
    const first = createIPCProtocol();
    const stop = serve({ custom: { name: () => 'first' } }, port2);
    expect(await first.request(port1, 'name', 'custom', undefined)).to.equal('first');
    stop();
    expect(await first.connect(port1).closed).to.include({ code: 'terminated' });
    const stopAgain = serve({ custom: { title: () => 'second' } }, port2);
    const second = createIPCProtocol();
    expect(await second.request(port1, 'title', 'custom', undefined)).to.equal('second');
    expect(await rejection(second.request(port1, 'name', 'custom', undefined))).to.include({
      code: 'unknown-operation',
    });
    second.destroy();
    stopAgain();
    port1.close();
  });

  it('keeps the errors it reports from the window', () => {
    const endpoint = endpointDouble();
    void createIPCProtocol().connect(endpoint);
    const event = new Event('error', { cancelable: true });
    endpoint.dispatch(event);
    expect(event.defaultPrevented).to.equal(true);
  });

  it('rejects open calls with uncloneable when a message cannot be read, and goes on', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const lost = protocol.request(endpoint, 'a', 'b', 1);
    endpoint.dispatch(new MessageEvent('messageerror'));
    expect(await rejection(lost)).to.include({ code: 'uncloneable' });
    const next = protocol.request(endpoint, 'a', 'b', 2);
    endpoint.say({ type: 'fault', reason: 'messageerror', error: { kind: 'Error', name: 'Error', message: 'unread' } });
    expect(await rejection(next)).to.include({ code: 'uncloneable' });
    expect(protocol.connect(endpoint).failure).to.equal(null);
    protocol.destroy();
  });

  it('closes with the port where the platform tells', async () => {
    const endpoint = endpointDouble();
    const connection = createIPCProtocol().connect(endpoint);
    endpoint.dispatch(new Event('close'));
    expect(await connection.closed).to.include({ code: 'crashed' });
  });
});

describe('life without a lock', () => {
  const quick = { pingInterval: 5, pingTimeout: 20 };

  it('ends after a silence: open calls reject with crashed', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol(quick);
    const call = protocol.request(endpoint, 'a', 'b', 1);
    endpoint.say({ type: 'ready' });
    expect(await rejection(call)).to.include({ code: 'crashed' });
    expect(endpoint.posted.filter(({ type }) => type === 'ping')).to.not.have.length(0);
    expect(endpoint.listening).to.equal(0);
  });

  it('goes on as long as pings are answered', async () => {
    let pongs = 0;
    const endpoint = endpointDouble(() => queueMicrotask(answer));
    const protocol = createIPCProtocol(quick);
    const call = protocol.request(endpoint, 'a', 'b', 1);
    endpoint.say({ type: 'ready' });
    // more beats than the silence that would have been its death
    function answer(): void {
      const last = endpoint.posted.at(-1);
      if (last?.type !== 'ping') return;
      if (++pongs < 12) endpoint.say({ type: 'pong', id: last.id });
      else endpoint.say({ id: endpoint.requests()[0]!.id, success: true, data: 'slow, but alive' });
    }
    expect(await call).to.equal('slow, but alive');
    protocol.destroy();
  });

  it('is the way for a lock of another origin, which would be free here at once', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol(quick);
    const call = protocol.request(endpoint, 'a', 'b', 1);
    endpoint.say({ type: 'ready', lock: 'tallow-elements-of-others', origin: 'https://elsewhere.example' });
    const error = await rejection(call);
    expect((error as Error).message).to.match(/has not answered/);
  });

  it('never waits for, and so never takes, a lock that is not ours', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol(quick);
    void protocol.connect(endpoint);
    endpoint.say({ type: 'ready', lock: 'lock-of-the-page', origin });
    const state = await navigator.locks.query();
    const names = [...(state.held ?? []), ...(state.pending ?? [])].map(({ name }) => name);
    expect(names).to.not.include('lock-of-the-page');
    protocol.destroy();
  });

  it('pings nobody who never said ready', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol(quick);
    expect(await rejection(protocol.request(endpoint, 'a', 'b', 1, { timeout: 40 }))).to.include({ code: 'timeout' });
    expect(endpoint.posted.filter(({ type }) => type === 'ping')).to.have.length(0);
    protocol.destroy();
  });
});

describe('life with a lock', () => {
  it('is watched from ready on, and not after closing', async () => {
    const waitedFor = async () => {
      const { pending = [] } = await navigator.locks.query();
      return pending.map(({ name }) => name).filter((name) => name?.startsWith('tallow-elements-'));
    };
    const before = await waitedFor();
    const worker = new Worker(probe, { type: 'module' });
    const protocol = createIPCProtocol();
    await protocol.connect(worker).ready;
    const [ours, ...more] = (await waitedFor()).filter((name) => !before.includes(name));
    expect(ours).to.be.a('string');
    expect(more).to.deep.equal([]);
    protocol.destroy();
    // the request is withdrawn by message: ask until the lock manager has heard
    while ((await waitedFor()).includes(ours));
    worker.terminate();
  });
});

describe('a worker of the older wire', () => {
  it('works unchanged', async () => {
    const worker = new Worker(new URL('../support/probe-older.worker.ts', import.meta.url), { type: 'module' });
    const protocol = createIPCProtocol();
    expect(await protocol.request(worker, 'double', 'custom', 21)).to.equal(42);
    const error = await rejection(protocol.request(worker, 'halve', 'custom', 21));
    expect(error).to.be.instanceOf(Error).and.include({ message: 'Unknown type halve' });
    protocol.destroy();
    worker.terminate();
  });
});

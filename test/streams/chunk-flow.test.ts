/** A sink is opened while the first bytes are read: nothing is lost by that, and nothing left, whichever is there first. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import type { Bytes } from '../../src/streams/bytes.js';
import { runFlow, type Flow } from '../../src/streams/chunk-flow.js';
import type { Sink } from '../../src/streams/sink.js';
import { gate } from '../support/gates.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

const SIZE = 1000;
const source = plaintext(70 * SIZE + 1);

/** A cipher that changes nothing; `ciphered` opens when it has had all of it. */
function flowOver(overrides: Partial<Flow> = {}) {
  const ciphered = gate();
  const flow: Flow = {
    file: new Blob([source]),
    start: 0,
    end: source.length,
    size: SIZE,
    short: true,
    context: quiet(),
    cipher(chunk: Bytes) {
      const copy = chunk.slice().buffer;
      if (chunk.length < SIZE) ciphered.open();
      return Promise.resolve(copy);
    },
    done: () => undefined,
    ...overrides,
  };
  return { flow, ciphered };
}

function lateSink() {
  const open = gate();
  const seen = { written: 0, discarded: 0 };
  const parts: ArrayBuffer[] = [];
  const sink: Sink = {
    write(more) {
      parts.push(...more);
      seen.written += more.length;
    },
    finish: () => Promise.resolve(new Blob(parts)),
    discard() {
      seen.discarded++;
      return Promise.resolve();
    },
  };
  return { open, seen, opening: () => open.promise.then(() => sink) };
}

describe('a flow of chunks into a sink that opens late', () => {
  it('keeps all of them, in order', async () => {
    const { flow } = flowOver();
    const { open, seen, opening } = lateSink();
    const work = runFlow(flow, opening);
    open.open();
    expect(same(await bytesOf(await work), source)).to.equal(true);
    expect(seen).to.deep.equal({ written: 71, discarded: 0 });
  });

  it('discards it once when it is given up before', async () => {
    const controller = new AbortController();
    const { flow } = flowOver({ context: quiet(controller.signal) });
    const { open, seen, opening } = lateSink();
    const work = rejection(runFlow(flow, opening));
    const reason = new Error('not wanted');
    controller.abort(reason);
    open.open();
    expect(await work).to.equal(reason);
    expect(seen.discarded).to.equal(1);
  });

  it('discards it once when the bytes end too early', async () => {
    const { flow } = flowOver({ end: source.length + 1 });
    const { open, seen, opening } = lateSink();
    const work = rejection(runFlow(flow, opening));
    open.open();
    expect(await work)
      .to.be.instanceOf(OperationError)
      .with.property('code', 'changed');
    expect(seen.discarded).to.equal(1);
  });

  it('fails as it fails, though all was read', async () => {
    const { flow, ciphered } = flowOver({ end: 10 * SIZE + 1 });
    const refused = new OperationError('unwritable', 'no room');
    const work = rejection(runFlow(flow, () => ciphered.promise.then(() => Promise.reject(refused))));
    expect(await work).to.equal(refused);
  });

  it('fails as it fails, before anything was read', async () => {
    const { flow } = flowOver();
    const refused = new OperationError('unwritable', 'no room');
    expect(await rejection(runFlow(flow, () => Promise.reject(refused)))).to.equal(refused);
  });
});

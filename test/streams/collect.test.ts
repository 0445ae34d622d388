/** Pieces of a result through a port, at the pace of who takes them. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import { concat, type Bytes } from '../../src/streams/bytes.js';
import { collect, portSink } from '../../src/streams/collect.js';
import { openSink } from '../../src/streams/sink.js';
import { underPolicy } from '../support/policy-frame.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

const MiB = 2 ** 20;

/** `count` pieces of 1 MiB, and how many were asked for so far. */
function source(count: number) {
  const state = { asked: 0 };
  async function* pieces(): AsyncGenerator<Bytes, void> {
    for (; state.asked < count;) {
      state.asked++;
      yield await Promise.resolve(new Uint8Array(MiB).fill(state.asked));
    }
  }
  return { state, pieces: pieces() };
}

/** The page's end of a port: what came, and how to answer. */
function listener() {
  const { port1, port2 } = new MessageChannel();
  const batches: ArrayBuffer[][] = [];
  let heard = (): void => undefined;
  port1.onmessage = ({ data }: MessageEvent<ArrayBuffer[]>) => {
    batches.push(data);
    heard();
  };
  const came = async (count: number) => {
    while (batches.length < count) await new Promise<void>((resolve) => (heard = resolve));
  };
  return { port: port2, batches, came, answer: (isFine: boolean) => port1.postMessage(isFine) };
}

describe('pieces of a result', () => {
  it('make a Blob larger than what is held back', async () => {
    const blob = await collect(source(90).pieces, () => openSink(undefined));
    expect(blob.size).to.equal(90 * MiB);
    for (const at of [0, 39, 40, 79, 80, 89]) {
      expect(new Uint8Array(await blob.slice(at * MiB, at * MiB + 1).arrayBuffer())[0]).to.equal(at + 1);
    }
  });

  it('are the bytes themselves, however they lie in their buffers', async () => {
    const bytes = plaintext(3 * MiB);
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 400_000) yield await Promise.resolve(bytes.subarray(at, at + 400_000));
    }
    const blob = await collect(pieces(), () => openSink(undefined));
    expect(same(await bytesOf(blob), bytes)).to.equal(true);
  });

  it('wait for whoever takes them', async () => {
    const { port, batches, came, answer } = listener();
    const { state, pieces } = source(6);
    const done = collect(pieces, () => portSink(port, new AbortController().signal));
    await came(2);
    expect(state.asked).to.equal(2);
    answer(true);
    await came(3);
    expect(state.asked).to.equal(3);
    for (let i = 4; i <= 6; i++) {
      answer(true);
      await came(i);
    }
    answer(true);
    answer(true);
    expect(await done).to.equal(6 * MiB);
    const all = concat(...batches.flat().map((buffer) => new Uint8Array(buffer)));
    expect([all[0], all.at(-1)]).to.deep.equal([1, 6]);
  });

  it('end when they are refused', async () => {
    const { port, came, answer } = listener();
    const { state, pieces } = source(6);
    const done = collect(pieces, () => portSink(port, new AbortController().signal));
    await came(2);
    answer(false);
    expect(await rejection(done))
      .to.be.instanceOf(OperationError)
      .with.property('code', 'unwritable');
    expect(state.asked).to.equal(2);
  });

  it('end when they are given up while nobody answers', async () => {
    const { port, came } = listener();
    const controller = new AbortController();
    const done = collect(source(6).pieces, () => portSink(port, controller.signal));
    await came(2);
    controller.abort('enough');
    expect(await rejection(done)).to.equal('enough');
  });
});

describe('a level under a policy that forbids WebAssembly', () => {
  it('is kept by JavaScript, and the result is right', async () => {
    const told = await underPolicy<string>('/test/support/compression-policy.ts', "script-src 'self'");
    expect(told).to.equal('right');
  });
});

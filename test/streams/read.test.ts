/** Reading: exact, or an error that says so. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import type { Bytes } from '../../src/streams/bytes.js';
import { lendPieces, readBytes } from '../../src/streams/read.js';
import { changeFile, chosenFile } from '../support/chosen-file.js';
import { gate } from '../support/gates.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

const never = new AbortController().signal;

async function collect(pieces: AsyncIterable<Bytes>): Promise<Bytes> {
  const parts: Bytes[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  return bytesOf(new Blob(parts));
}

/** A Blob whose bytes come as the test says. */
function blobOf(source: UnderlyingDefaultSource<Bytes>): Blob {
  const blob = new Blob([]);
  blob.slice = () => blob;
  blob.stream = () => new ReadableStream(source);
  return blob;
}

/** Resolves when a timer as fast as the watch of `lendPieces(…, 1)` has come round that often. */
function looks(count: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (--count > 0) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}

describe('lendPieces', () => {
  it('gives a stretch of a Blob, whole and in order', async () => {
    const bytes = plaintext(3_000_001);
    const blob = new Blob([bytes]);
    for (const [start, end] of [
      [0, bytes.length],
      [1, 1],
      [77, 2_000_000],
      [3_000_000, 3_000_001],
    ] as const) {
      expect(same(await collect(lendPieces(blob, start, end, never)), bytes.slice(start, end))).to.equal(true);
    }
  });

  it('holds 32 MiB at the most, though some engines give all of a Blob as one piece', async () => {
    const large = new Blob([new Uint8Array(2 ** 25), 'and the rest']);
    const sizes: number[] = [];
    for await (const { length } of lendPieces(large, 0, large.size, never)) sizes.push(length);
    expect(Math.max(...sizes)).to.be.at.most(2 ** 25);
    expect(sizes.reduce((sum, size) => sum + size)).to.equal(large.size);
  });

  it('says `changed` when there are fewer bytes, or more', async () => {
    for (const size of [0, 9, 11]) {
      const blob = blobOf({
        start(controller) {
          if (size > 0) controller.enqueue(new Uint8Array(size));
          controller.close();
        },
      });
      const reason = await rejection(collect(lendPieces(blob, 0, 10, never)).then(() => 'read'));
      expect(reason).to.be.instanceOf(OperationError).with.property('code', 'changed');
    }
  });

  it('says `changed` when the read fails, and keeps the cause', async () => {
    const cause = new DOMException('gone', 'NotReadableError');
    const reason = await rejection(collect(lendPieces(blobOf({ start: (to) => to.error(cause) }), 0, 10, never)));
    expect(reason).to.be.instanceOf(OperationError).with.property('code', 'changed');
    expect(reason).to.have.property('cause', cause);
  });

  it('says `changed` when no byte comes any more', async () => {
    const cancelled = gate();
    const blob = blobOf({ start: (to) => to.enqueue(new Uint8Array(4)), cancel: () => cancelled.open() });
    const reason = await rejection(collect(lendPieces(blob, 0, 10, never, 1)));
    expect(reason).to.be.instanceOf(OperationError).with.property('code', 'changed');
    await cancelled.promise;
  });

  it('waits for whoever reads, however long that takes', async () => {
    const looked = gate();
    let given = 0;
    // the second piece has not come when the first is handed out, and comes when the reader asks for it after many looks
    const blob = blobOf({
      async pull(to) {
        if (given++ > 0) await looked.promise;
        to.enqueue(new Uint8Array(5));
        if (given === 2) to.close();
      },
    });
    let size = 0;
    for await (const piece of lendPieces(blob, 0, 10, never, 1)) {
      if (size === 0) await looks(30);
      looked.open();
      size += piece.length;
    }
    expect(size).to.equal(10);
  });

  it('does not take a lack of memory for a changed file', async () => {
    const cause = new RangeError('Array buffer allocation failed');
    expect(await rejection(collect(lendPieces(blobOf({ start: (to) => to.error(cause) }), 0, 10, never)))).to.equal(
      cause,
    );
    const blob = new Blob(['0123456789']);
    blob.slice = () => Object.assign(new Blob([]), { arrayBuffer: () => Promise.reject(cause) });
    expect(await rejection(readBytes(blob, 0, 10))).to.equal(cause);
  });

  it('stops with the reason of its signal, and lets go of the file', async () => {
    const cancelled = gate();
    const controller = new AbortController();
    const asked = gate();
    const blob = blobOf({ pull: () => asked.open(), cancel: () => cancelled.open() });
    const reading = collect(lendPieces(blob, 0, 10, controller.signal));
    await asked.promise;
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejection(reading)).to.equal(reason);
    await cancelled.promise;
  });

  it('lets go of the file when nobody wants the rest', async () => {
    const cancelled = gate();
    const blob = blobOf({ pull: (to) => to.enqueue(new Uint8Array(4)), cancel: () => cancelled.open() });
    for await (const piece of lendPieces(blob, 0, 1000, never)) {
      expect(piece.length).to.equal(4);
      break;
    }
    await cancelled.promise;
  });

  it('reads into two buffers by turns, where the stream takes them', async () => {
    const given = new Set<number>();
    let number = 0;
    // each buffer carries a number in its last byte, which nobody reads into
    const read = (view: Uint8Array<ArrayBuffer>) => {
      const bytes = structuredClone(new Uint8Array(view.buffer), { transfer: [view.buffer] });
      given.add((bytes[bytes.length - 1] ||= ++number));
      return Promise.resolve({ done: false, value: bytes.subarray(0, 1) });
    };
    // WebKit has no byte streams to make one of
    const reader = { read, cancel: () => Promise.resolve() };
    const blob = Object.assign(new Blob([]), { stream: () => ({ getReader: () => reader }) });
    blob.slice = () => blob;
    let count = 0;
    for await (const { length } of lendPieces(blob, 0, 100_000, never)) if ((count += length) === 20) break;
    expect(given.size).to.equal(2);
  });

  it('reads into the same two buffers again when it is called again, unless it was left before the end', async () => {
    const given = new Set<ArrayBuffer>();
    const size = 3 * 256 * 1024;
    const fileOf = (left: number) => {
      const read = (view: Uint8Array<ArrayBuffer>) => {
        given.add(view.buffer);
        const done = left === 0;
        left -= done ? 0 : view.length;
        return Promise.resolve({ done, value: done ? view.subarray(0, 0) : view });
      };
      const reader = { read, cancel: () => Promise.resolve() };
      const blob = Object.assign(new Blob([]), { stream: () => ({ getReader: () => reader }) });
      blob.slice = () => blob;
      return blob;
    };
    for (let time = 0; time < 3; time++) await collect(lendPieces(fileOf(size), 0, size, never));
    expect(given.size).to.equal(2);
    for await (const { length } of lendPieces(fileOf(size), 0, size, never)) if (length > 0) break;
    given.clear();
    const left = lendPieces(fileOf(size), 0, size, never);
    await left.next();
    await collect(lendPieces(fileOf(size), 0, size, never));
    expect(given.size).to.equal(4);
    await left.return();
  });
});

describe('readBytes', () => {
  it('gives exactly what was asked for', async () => {
    const bytes = plaintext(100);
    expect(same(await readBytes(new Blob([bytes]), 10, 20), bytes.slice(10, 20))).to.equal(true);
    const reason = await rejection(readBytes(new Blob([bytes]), 90, 101));
    expect(reason).to.be.instanceOf(OperationError).with.property('code', 'changed');
  });
});

/** Where no file can be chosen by a script: a Blob that behaves as one whose file is gone. */
function vanished(): Blob {
  const gone = new DOMException('The file is gone.', 'NotFoundError');
  const stream = () => new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => controller.error(gone) });
  return Object.assign(new Blob(), { slice: () => Object.assign(new Blob(), { stream }) });
}

describe('a file of the disk', () => {
  const size = 3_000_000;
  const changes = [
    { what: 'was removed', change: { remove: true } },
    { what: 'became shorter', change: { size: size - 1 } },
    { what: 'is empty', change: { size: 0 } },
    // Firefox ESR 153 reads the new bytes
    ...(navigator.userAgent.includes('Firefox')
      ? []
      : [{ what: 'was overwritten with as many bytes', change: { size, fill: 2 } }]),
  ];
  for (const { what, change } of changes) {
    it(`that ${what} since it was chosen is \`changed\``, async () => {
      // the isolated and the plain run share the server's folder
      const name = `${crypto.randomUUID()}.bin`;
      const file = await chosenFile(name, size);
      if (file === undefined) {
        const gone = await rejection(collect(lendPieces(vanished(), 0, size, never)).then(() => 'read'));
        expect(gone).to.be.instanceOf(OperationError).with.property('code', 'changed');
        return;
      }
      expect((await collect(lendPieces(file, 0, size, never))).length).to.equal(size);
      await changeFile(name, change);
      const reason = await rejection(collect(lendPieces(file, 0, size, never)).then(() => 'read'));
      expect(reason).to.be.instanceOf(OperationError).with.property('code', 'changed');
      const other = await rejection(readBytes(file, 0, size).then(() => 'read'));
      expect(other).to.be.instanceOf(OperationError).with.property('code', 'changed');
    });
  }
});

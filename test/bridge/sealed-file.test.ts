/** Whole files through WorkerBridge: in a worker and on the page, into memory, onto disk and into streams. */
import { expect } from '@open-wc/testing';
import type { CryptoBridge } from '../../src/bridge/worker-bridge.js';
import { IPCError, OperationError } from '../../src/errors.js';
import type { Progress } from '../../src/operation.js';
import { gate } from '../support/gates.js';
import { rejection } from '../support/outcome.js';
import { places } from '../support/places.js';

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);
const MiB = 2 ** 20;

function fileOf(size: number, name = 'report.bin'): File {
  const bytes = new Uint8Array(size + 4);
  for (let at = 0; at < size; at += 4096) bytes.set([at & 255, (at >> 12) & 255, (at >> 20) & 255], at);
  return new File([bytes.subarray(0, size)], name, { type: 'application/x-report', lastModified: 1_700_000_000_000 });
}

async function sameBytes(one: Blob, two: Blob): Promise<boolean> {
  if (one.size !== two.size) return false;
  const digests = await Promise.all(
    [one, two].map(async (blob) => new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))),
  );
  return digests[0]!.join() === digests[1]!.join();
}

async function damaged(file: Blob, at: number): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  return new Blob([bytes]);
}

/** A stream that keeps what it is given, and remembers how it ended. */
function keeper() {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const end = { closed: 0, aborted: 0 };
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (piece) => void parts.push(piece.slice()),
    close: () => {
      end.closed++;
    },
    abort: () => {
      end.aborted++;
    },
  });
  return { stream, end, blob: () => new Blob(parts) };
}

for (const place of places) {
  describe(`a file sealed and opened ${place.name}`, () => {
    let bridge: CryptoBridge;
    before(() => (bridge = place.open()));
    after(() => bridge.destroy());

    for (const size of [0, 1, 16_383, 16_384, 16_385, 3 * 16_384, 16 * MiB, 33 * MiB + 5]) {
      it(`is the same again, with name, type and date: ${size} bytes`, async () => {
        const file = fileOf(size);
        const sealed = await bridge.sealFile(file, key);
        expect(sealed.name).to.equal('report.bin.sealed');
        expect(sealed.type).to.equal('application/octet-stream');
        const opened = await bridge.openFile(sealed, key);
        expect([opened.name, opened.type, opened.lastModified]).to.deep.equal([
          file.name,
          file.type,
          file.lastModified,
        ]);
        expect(await sameBytes(opened, file)).to.equal(true);
      });
    }

    it('is sealed anew each time: no two results share their bytes', async () => {
      const [one, two] = await Promise.all([bridge.sealFile(fileOf(100), key), bridge.sealFile(fileOf(100), key)]);
      expect(await sameBytes(one, two)).to.equal(false);
    });

    it('takes a passphrase, and an HMAC key that cannot be read', async () => {
      const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
      expect((await bridge.openFile(await bridge.sealFile(fileOf(5), key), hmac)).size).to.equal(5);
      const kdf = { name: 'pbkdf2', iterations: 100_000 } as const;
      const sealed = await bridge.sealFile(fileOf(5), 'n\u0303andu\u0301', { kdf });
      expect((await bridge.openFile(sealed, 'ñandú')).size).to.equal(5);
    });

    it('takes bytes and Blobs without a name', async () => {
      const sealed = await bridge.sealFile(new Uint8Array([1, 2, 3]), key);
      expect(sealed.name).to.equal('untitled.sealed');
      const opened = await bridge.openFile(sealed, key);
      expect(opened.name).to.equal('untitled');
      expect(new Uint8Array(await opened.arrayBuffer())).to.deep.equal(new Uint8Array([1, 2, 3]));
    });

    it('cannot lead its name out of a folder', async () => {
      const sealed = await bridge.sealFile(fileOf(1, '../../etc/passwd'), key);
      const opened = await bridge.openFile(sealed, key);
      expect(opened.name).to.not.match(/[/\\]/);
    });

    it('cannot show another ending than it has', async () => {
      const sealed = await bridge.sealFile(fileOf(1, 'invoice\u202efdp.exe'), key);
      expect((await bridge.openFile(sealed, key)).name).to.equal('invoice_fdp.exe');
    });

    it('reports progress that only grows and ends at the size', async () => {
      const reports: Progress[] = [];
      const file = fileOf(20 * MiB);
      await bridge.sealFile(file, key, { onProgress: (progress) => reports.push(progress) });
      expect(reports.length).to.be.greaterThan(0);
      reports.reduce((before, now) => {
        expect(now.loaded).to.be.greaterThan(before.loaded);
        return now;
      });
      expect(reports.at(-1)).to.deep.equal({ loaded: file.size, total: file.size });
    });

    describe('refuses at the door', () => {
      it('and leaves the stream alone that the result would have gone to', async () => {
        const stream = new WritableStream<Uint8Array<ArrayBuffer>>();
        const call = bridge.sealFile(fileOf(1), key, { to: stream, timeout: Number.NaN });
        expect(await rejection(call)).to.have.property('code', 'invalid');
        expect(stream.locked).to.equal(false);
        await stream.close();
      });

      const cases: [string, (bridge: CryptoBridge) => Promise<unknown>, RegExp][] = [
        ['an empty passphrase', (to) => to.sealFile(fileOf(1), ''), /passphrase is empty/],
        ['a key of 31 bytes', (to) => to.sealFile(fileOf(1), new Uint8Array(31)), /32 bytes; this one has 31/],
        // @ts-expect-error a path is not data
        ['a path', (to) => to.openFile('/tmp/x', key), /takes a File, a Blob/],
        // @ts-expect-error there is no such place
        ['an unknown place', (to) => to.sealFile(fileOf(1), key, { to: 'attic' }), /'auto', 'memory', 'disk'/],
        ['a deadline that is no number', (to) => to.sealFile(fileOf(1), key, { timeout: Number.NaN }), /timeout/],
        [
          'iterations out of bounds',
          (to) => to.sealFile(fileOf(1), 'p', { kdf: { name: 'pbkdf2', iterations: 1 } }),
          /iterations|100,000/i,
        ],
        [
          'a CryptoKey for something else',
          async (to) =>
            to.sealFile(
              fileOf(1),
              await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']),
            ),
          /AES-GCM/,
        ],
      ];
      for (const [what, call, message] of cases) {
        it(what, async () => {
          const reason = await rejection(call(bridge));
          expect(reason).to.be.instanceOf(OperationError);
          expect((reason as OperationError).code).to.equal('invalid');
          expect((reason as OperationError).message).to.match(message);
        });
      }
    });

    describe('does not open', () => {
      let sealed: File;
      before(async () => (sealed = await bridge.sealFile(fileOf(40_000), key)));
      const cases: [string, string, (sealed: File) => Promise<Blob> | Blob, Uint8Array<ArrayBuffer>?][] = [
        ['with another key', 'cannot-open', (file) => file, otherKey],
        ['with a changed header', 'cannot-open', (file) => damaged(file, 20)],
        ['when it is something else', 'not-sealed', () => fileOf(5000)],
        ['when it is empty', 'not-sealed', () => new Blob([])],
        ['when it was cut inside its header', 'truncated', (file) => file.slice(0, 40)],
        ['when its end was cut off', 'corrupt', (file) => file.slice(0, -100)],
        ['when its last byte changed', 'corrupt', (file) => damaged(file, -1)],
      ];
      for (const [what, code, change, secret = key] of cases) {
        it(`${what}: ${code}`, async () => {
          const reason = await rejection(Promise.resolve(change(sealed)).then((file) => bridge.openFile(file, secret)));
          expect(reason).to.be.instanceOf(OperationError);
          expect((reason as OperationError).code).to.equal(code);
        });
      }
    });

    describe('into a stream', () => {
      it('is written in order, closed once, and described', async () => {
        const file = fileOf(33 * MiB);
        const into = keeper();
        const sealed = await bridge.sealFile(file, key, { to: into.stream });
        expect([sealed.name, sealed.size]).to.deep.equal(['report.bin.sealed', into.blob().size]);
        expect(into.end).to.deep.equal({ closed: 1, aborted: 0 });
        const back = keeper();
        const opened = await bridge.openFile(into.blob(), key, { to: back.stream });
        expect([opened.name, opened.type, opened.size]).to.deep.equal([
          'report.bin',
          'application/x-report',
          file.size,
        ]);
        expect(await sameBytes(back.blob(), file)).to.equal(true);
      });

      it('is aborted, never closed, when a chunk fails; what was written was verified', async () => {
        const file = fileOf(33 * MiB);
        const into = keeper();
        const broken = await damaged(await bridge.sealFile(file, key), -1);
        const reason = await rejection(bridge.openFile(broken, key, { to: into.stream }));
        expect((reason as OperationError).code).to.equal('corrupt');
        expect(into.end).to.deep.equal({ closed: 0, aborted: 1 });
        expect(await sameBytes(into.blob(), file.slice(0, into.blob().size))).to.equal(true);
      });

      it('is told at once that a later chunk is damaged, though it hangs', async () => {
        const sealed = await bridge.sealFile(fileOf(17 * MiB), key);
        const told = gate();
        const to = new WritableStream<Uint8Array<ArrayBuffer>>({
          start: ({ signal }) => signal.addEventListener('abort', told.open),
          write: () => new Promise(() => undefined),
        });
        const reason = await rejection(bridge.openFile(await damaged(sealed, -1), key, { to }));
        expect(reason).to.have.property('code', 'corrupt');
        await told.promise;
      });

      it('is aborted when the key is wrong', async () => {
        const into = keeper();
        const sealed = await bridge.sealFile(fileOf(1), key);
        expect(await rejection(bridge.openFile(sealed, otherKey, { to: into.stream }))).to.have.property(
          'code',
          'cannot-open',
        );
        expect(into.end).to.deep.equal({ closed: 0, aborted: 1 });
      });

      it('says that it could not be written when the stream fails', async () => {
        const full = new DOMException('disk full', 'QuotaExceededError');
        const to = new WritableStream<Uint8Array<ArrayBuffer>>({ write: () => Promise.reject(full) });
        const reason = await rejection(bridge.sealFile(fileOf(100), key, { to }));
        expect(reason).to.have.property('code', 'unwritable');
        expect((reason as Error).cause).to.equal(full);
      });

      it('is cancelled at once though the stream hangs', async () => {
        const writing = gate();
        const abort = new AbortController();
        const told = gate();
        const to = new WritableStream<Uint8Array<ArrayBuffer>>({
          start: ({ signal }) => signal.addEventListener('abort', told.open),
          write: () => {
            writing.open();
            return new Promise(() => undefined);
          },
        });
        const done = rejection(bridge.sealFile(fileOf(100), key, { to, signal: abort.signal }));
        await writing.promise;
        abort.abort('enough');
        const reason = await done;
        expect(reason).to.include({ name: 'AbortError', code: 'aborted', cause: 'enough' });
        await told.promise;
      });

      it('has to be free', async () => {
        const to = new WritableStream<Uint8Array<ArrayBuffer>>();
        to.getWriter();
        expect(await rejection(bridge.sealFile(fileOf(1), key, { to }))).to.have.property('code', 'invalid');
      });
    });

    describe('gives up', () => {
      it('on a signal that was aborted before', async () => {
        const reason = await rejection(bridge.sealFile(fileOf(1), key, { signal: AbortSignal.abort('early') }));
        expect(reason).to.be.instanceOf(IPCError);
        expect(reason).to.include({ name: 'AbortError', code: 'aborted', cause: 'early' });
      });

      it('in the middle, and the next file works', async () => {
        const abort = new AbortController();
        const onProgress = () => abort.abort();
        const reason = await rejection(bridge.sealFile(fileOf(40 * MiB), key, { signal: abort.signal, onProgress }));
        expect(reason).to.include({ name: 'AbortError', code: 'aborted' });
        expect((await bridge.sealFile(fileOf(10), key)).size).to.be.greaterThan(10);
      });

      it('at the deadline', async () => {
        const told = gate();
        const to = new WritableStream<Uint8Array<ArrayBuffer>>({
          start: ({ signal }) => signal.addEventListener('abort', told.open),
          write: () => new Promise(() => undefined),
        });
        const reason = await rejection(bridge.sealFile(fileOf(1), key, { to, timeout: 50 }));
        expect(reason).to.include({ name: 'TimeoutError', code: 'timeout' });
        expect((reason as Error).message).to.match(/^Request timeout/);
        await told.promise;
      });
    });
  });
}

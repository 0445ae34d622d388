/** Ranges kept on disk: the same bytes as in memory, and nothing left behind when it fails. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import type { Services } from '../../src/operation.js';
import type { cryptoOperations } from '../../src/operations/crypto.js';
import { createIPCProtocol } from '../../src/protocol/protocol.js';
import { openRange } from '../../src/streams/open-range.js';
import { sealHead, type SealPlan } from '../../src/streams/seal-head.js';
import { sealRange, type RangeInput } from '../../src/streams/seal-range.js';
import { collect } from '../../src/streams/collect.js';
import { openSink } from '../../src/streams/sink.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same, testKey } from '../support/sealing.js';

interface CryptoServices extends Services {
  readonly crypto: typeof cryptoOperations;
}
const SIZE = 200 * 16_384 + 77;
const directory = `sink-test-${crypto.randomUUID()}`;

/** The origin's private file system, where there is one. */
async function privateRoot(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return undefined;
  }
}

async function namesIn(root: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  const folder = await root.getDirectoryHandle(directory, { create: true });
  for await (const name of folder.keys()) names.push(name);
  return names;
}

const places = [
  { name: 'on the page', seal: (input: RangeInput): Promise<Blob> => sealRange(input, quiet()) },
  {
    name: 'in a worker',
    async seal(input: RangeInput): Promise<Blob> {
      const worker = new Worker(new URL('../../src/workers/crypto.worker.ts', import.meta.url), { type: 'module' });
      const protocol = createIPCProtocol<CryptoServices>();
      try {
        return await protocol.request(worker, 'seal', 'crypto', input);
      } finally {
        protocol.destroy();
        worker.terminate();
      }
    },
  },
];

/** A file whose handle refuses the given call, counted from 0 over truncating and writing, as a full disk does. */
function fullDisk(refusedCall: number) {
  const state = { calls: 0, open: 0, removed: 0 };
  const step = () => {
    if (state.calls++ === refusedCall) throw new DOMException('full', 'QuotaExceededError');
  };
  const access = {
    truncate: step,
    write(bytes: Uint8Array) {
      step();
      return bytes.length;
    },
    close() {
      state.open--;
    },
  };
  const handle = {
    name: 'x',
    createSyncAccessHandle: () => Promise.resolve(state.open++ >= 0 && access),
    getFile: () => Promise.resolve(new File([], 'x')),
  };
  const folder = {
    getFileHandle: () => Promise.resolve(handle),
    removeEntry: () => Promise.resolve(state.removed++),
  };
  const root = { getDirectoryHandle: () => Promise.resolve(folder) };
  return { state, root };
}

describe('a full disk', () => {
  for (const refusedCall of [0, 1, 2, 3, 4, 5, 6, 7]) {
    it(`is \`unwritable\`, and the file is closed: at step ${refusedCall}`, async () => {
      const { state, root } = fullDisk(refusedCall);
      const storage = { getDirectory: () => Promise.resolve(root) };
      // of the navigator's own, before its class's; some engines have none there
      Object.defineProperty(navigator, 'storage', { configurable: true, value: storage });
      try {
        async function* pieces() {
          for (let i = 0; i < 3; i++) yield await Promise.resolve(new Uint8Array(2 ** 20));
        }
        const work = collect(pieces(), () => openSink({ directory, name: 'x' }));
        // making the file longer ahead (1) is only a wish; there are six steps
        if (refusedCall === 1 || refusedCall > 5) await work;
        else expect(await rejection(work)).to.have.property('code', 'unwritable');
      } finally {
        Reflect.deleteProperty(navigator, 'storage');
      }
      expect(state.open).to.equal(0);
      const opened = refusedCall > 0;
      expect(state.removed).to.equal(opened && refusedCall !== 1 && refusedCall < 6 ? 1 : 0);
    });
  }
});

describe('a range kept on disk', () => {
  let root: FileSystemDirectoryHandle | undefined;
  let plan: SealPlan;
  const file = new Blob([plaintext(SIZE)]);
  const metadata = { name: '', type: '', lastModified: 0, size: SIZE };
  before(async () => {
    root = await privateRoot();
    await root?.getDirectoryHandle(directory, { create: true });
    plan = await sealHead({ metadata, secret: testKey });
  });
  after(() => root?.removeEntry(directory, { recursive: true }).catch(() => undefined));

  for (const { name, seal } of places) {
    it(`has the bytes that it has in memory, also the second time: ${name}`, async () => {
      const input = { file, range: plan.ranges[0]!, key: plan.key, baseNonce: plan.baseNonce };
      if (root === undefined) {
        const reason = await rejection(seal({ ...input, keep: { directory, name: '0' } }));
        expect(reason).to.have.property('code', 'unwritable');
        return;
      }
      const memory = await bytesOf(await sealRange(input, quiet()));
      for (let round = 0; round < 2; round++) {
        const kept = await seal({ ...input, keep: { directory, name: '0' } });
        expect(same(await bytesOf(kept), memory)).to.equal(true);
      }
    });
  }

  it('leaves no file behind when it fails', async () => {
    const input = { file, range: plan.ranges[0]!, key: plan.key, baseNonce: plan.baseNonce };
    const short = { ...input, file: file.slice(1), keep: { directory, name: 'short' } };
    const code = root === undefined ? 'unwritable' : 'changed';
    expect(await rejection(sealRange(short, quiet()))).to.have.property('code', code);
    if (root === undefined) return;
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['decrypt']);
    const sealed = await sealRange(input, quiet());
    const range = { ...plan.ranges[0]!, end: sealed.size };
    const wrong = { file: sealed, range, key, baseNonce: plan.baseNonce, keep: { directory, name: 'wrong' } };
    expect(await rejection(openRange(wrong, quiet()))).to.have.property('code', 'corrupt');
    const names = await namesIn(root);
    expect(names).to.not.include('short');
    expect(names).to.not.include('wrong');
  });

  it('is `unwritable` where it cannot be kept', async () => {
    const sink = Promise.resolve().then(() => openSink({ directory: 'no/such/place', name: '0' }));
    expect(await rejection(sink))
      .to.be.instanceOf(OperationError)
      .with.property('code', 'unwritable');
  });
});

/** Results on disk, where there is a private file system; a clear refusal where there is none. */
import { expect, waitUntil } from '@open-wc/testing';
import { createBridge } from '../../src/bridge/bridge.js';
import { diskFrom, openFileDestination } from '../../src/bridge/destination.js';
import { openFolder } from '../../src/bridge/disk.js';
import { createCompressionBridge } from '../../src/bridge/compression-bridge.js';
import { createCryptoBridge } from '../../src/bridge/worker-bridge.js';
import { OperationError } from '../../src/errors.js';
import { reporterOf } from '../../src/operation.js';
import { SharedProgress } from '../../src/shared/index.js';
import { rejection } from '../support/outcome.js';
import { places } from '../support/places.js';

const key = new Uint8Array(32).fill(3);

async function folders(): Promise<string[]> {
  const names: string[] = [];
  const entries = (await navigator.storage.getDirectory()).keys();
  for (let next = await entries.next(); next.done !== true; next = await entries.next()) names.push(next.value);
  return names.filter((name) => name.startsWith('tallow-elements-'));
}

async function hasDisk(): Promise<boolean> {
  const folder = await openFolder();
  await folder?.discard();
  return folder !== null;
}

/** A folder is let go once it was removed, or removing it was given up. */
const whenLetGo = (name: string) => navigator.locks.request(name, () => undefined);

for (const place of places) {
  describe(`a result on disk, sealed ${place.name}`, () => {
    it('is a File like any other, and frees its space when it is discarded', async () => {
      const bridge = place.open();
      const file = new File([new Uint8Array(20_000_000).fill(5)], 'large.bin');
      try {
        if (!(await hasDisk())) {
          expect(await rejection(bridge.sealFile(file, key, { to: 'disk' }))).to.have.property('code', 'unwritable');
          return;
        }
        const before = (await folders()).length;
        const sealed = await bridge.sealFile(file, key, { to: 'disk' });
        expect((await folders()).length).to.equal(before + 1);
        const opened = await bridge.openFile(sealed, key, { to: 'memory' });
        expect(new Uint8Array(await opened.arrayBuffer()).every((byte) => byte === 5)).to.equal(true);
        await bridge.discard(sealed);
        expect((await folders()).length).to.equal(before);
      } finally {
        bridge.destroy();
      }
    });
  });
}

describe('a file that is cancelled on its way to disk', () => {
  it('leaves nothing there, though workers were writing', async () => {
    if (!(await hasDisk())) {
      expect(await openFolder()).to.equal(null);
      return;
    }
    const bridge = places[0]!.open();
    const before = await folders();
    const abort = new AbortController();
    const file = new File([new Uint8Array(80_000_000)], 'large.bin');
    const onProgress = () => abort.abort();
    const reason = await rejection(bridge.sealFile(file, key, { to: 'disk', signal: abort.signal, onProgress }));
    expect(reason).to.have.property('code', 'aborted');
    for (const name of await folders()) if (!before.includes(name)) await whenLetGo(name);
    expect(await folders()).to.deep.equal(before);
    bridge.destroy();
  });
});

describe('a disk that is full', () => {
  it('is left for memory where the place is ours to choose', async () => {
    const destination = await openFileDestination('auto', diskFrom);
    if (await hasDisk()) expect(destination.takes).to.have.property('name');
    expect(destination.leaveDisk()).to.equal(true);
    expect(destination.takes).to.equal('blobs');
    destination.abort(null);
  });

  it('is an error where the caller wants the disk', async () => {
    if (!(await hasDisk())) {
      expect(await rejection(openFileDestination('disk', 1))).to.have.property('code', 'unwritable');
      return;
    }
    const destination = await openFileDestination('disk', 1);
    expect(destination.leaveDisk()).to.equal(false);
    expect(destination.takes).to.have.property('name');
    destination.abort(null);
  });

  it('holds what fitted; the rest of the file is in memory, and the whole is the same', async () => {
    const bytes = new Uint8Array(diskFrom / 256);
    const file = new File(
      Array.from({ length: 256 }, () => bytes),
      'large.bin',
    );
    const real = createBridge({ size: 2, fallback: 'none' });
    const places = { disk: 0, refused: 0, memory: 0 };
    const bridge = createCryptoBridge({
      ...real,
      run(type, payload, options) {
        const about: object = payload instanceof Object ? payload : {};
        const toDisk = 'keep' in about && about.keep !== undefined;
        if (toDisk && places.disk > 0) {
          places.refused++;
          return Promise.reject(new OperationError('unwritable', 'full'));
        }
        if ('range' in about) places[toDisk ? 'disk' : 'memory']++;
        return real.run(type, payload, options);
      },
    });
    try {
      const sealed = await bridge.sealFile(file, key);
      const before = { ...places };
      const opened = await createCryptoBridge(real).openFile(sealed, key, { to: 'memory' });
      expect(opened.size).to.equal(file.size);
      if (!(await hasDisk())) return;
      expect(before.disk).to.equal(1);
      expect(before.refused).to.be.greaterThan(0);
      expect(before.memory).to.be.greaterThan(0);
    } finally {
      real.destroy();
    }
  });
});

describe('a disk that turns out to be full', () => {
  it('does not take the progress back when all is done again in memory', async () => {
    const real = createBridge({ channel: 'compression', fallback: 'none' });
    try {
      const size = diskFrom / 4;
      const gzip = await createCompressionBridge(real).compressData(new Blob([new Uint8Array(size)]), { level: 0 });
      let refused = 0;
      const bridge = createCompressionBridge({
        ...real,
        run(type, payload, options) {
          const about: object = payload instanceof Object ? payload : {};
          const isToDisk = 'keep' in about && about.keep !== undefined;
          if (!isToDisk) return real.run(type, payload, options);
          refused++;
          const reporter = reporterOf(options?.onProgress);
          reporter?.({ loaded: size / 2, total: gzip.size });
          return Promise.reject(new OperationError('unwritable', 'full'));
        },
      });
      const loaded: number[] = [];
      const file = await bridge.decompressData(gzip, 'gzip', { onProgress: (now) => void loaded.push(now.loaded) });
      expect(file.size).to.equal(size);
      expect(refused).to.equal((await hasDisk()) ? 1 : 0);
      expect(loaded).to.deep.equal([...new Set(loaded)].sort((a, b) => a - b));
      expect(loaded.at(-1)).to.equal(gzip.size);

      const shared = new SharedProgress();
      let least = Infinity;
      const stop = shared.subscribe(() => (least = Math.min(least, shared.get())));
      await bridge.decompressData(gzip, 'gzip', { onProgress: shared });
      stop();
      expect(shared.get()).to.equal(gzip.size);
      if (await hasDisk()) expect(least).to.be.at.least(size / 2);
    } finally {
      real.destroy();
    }
  });
});

describe('a folder', () => {
  let held: Awaited<ReturnType<typeof openFolder>> = null;
  beforeEach(async () => {
    if (!(await hasDisk())) return;
    held = await openFolder();
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle('tallow-elements-left-over', { create: true });
  });
  afterEach(() => held?.discard());

  for (const [doing, module] of [
    ['opens a folder', 'open-folder.ts'],
    ['does its first work on a file, however small', 'small-job.ts'],
  ] as const) {
    it(`that no page holds is swept by the next page that ${doing}; one that is held stays`, async () => {
      const frame = document.createElement('iframe');
      frame.src = `/policy-page?module=/test/support/${module}`;
      const done = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
      document.body.append(frame);
      await done;
      if (held === null) expect(await openFolder()).to.equal(null);
      else {
        await waitUntil(async () => !(await folders()).includes('tallow-elements-left-over'), 'it is swept');
        expect(await folders()).to.include(held.name);
      }
      frame.remove();
    });
  }
});

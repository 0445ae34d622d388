/** Results on disk, where there is a private file system; a clear refusal where there is none. */
import { expect } from '@open-wc/testing';
import { openFolder } from '../../src/bridge/disk.js';
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

describe('a folder', () => {
  it('that no page holds is swept by the next page; one that is held stays', async () => {
    if (!(await hasDisk())) {
      expect(await openFolder()).to.equal(null);
      return;
    }
    const held = await openFolder();
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle('tallow-elements-left-over', { create: true });
    const frame = document.createElement('iframe');
    frame.src = '/policy-page?module=/test/support/open-folder.ts';
    const opened = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
    document.body.append(frame);
    await opened;
    const names = await folders();
    frame.remove();
    await held?.discard();
    expect(names).to.include(held?.name);
    expect(names).to.not.include('tallow-elements-left-over');
  });
});

/** The README's code runs, and prints what its comments say. */
import { expect } from '@open-wc/testing';
import '../components/define/all.js';

/** Runs a block of the README as a module, and resolves with the lines it printed. */
async function printed(block: string): Promise<string[]> {
  const lines: string[] = [];
  const log = console.log;
  console.log = (...values: unknown[]) => void lines.push(values.join(' '));
  try {
    const url = `/readme/${block}?${Math.random()}`;
    await import(/* @vite-ignore */ url);
  } finally {
    console.log = log;
  }
  return lines;
}

describe('the README', () => {
  it('shows a page whose tags are elements of this library', async () => {
    const html = await (await fetch('/readme/page.html')).text();
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const tags = Array.from(parsed.body.querySelectorAll('*'), ({ localName }) => localName).filter((tag) =>
      tag.includes('-'),
    );
    expect(tags).to.deep.equal(['worker-pool', 'file-encryptor']);
    for (const tag of tags) expect(customElements.get(tag), tag).to.be.a('function');
  });

  it('seals and opens in five lines', async () => {
    expect((await printed('1.js')).at(-1)).to.equal('diary.txt.sealed diary.txt Dear diary');
  });

  it('runs a worker of its own in a pool', async () => {
    expect(await printed('pool.js')).to.deep.equal(['4 1']);
  });

  it('hashes, cuts, joins and inspects a file', async () => {
    expect(await printed('files.js')).to.deep.equal([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      '2 abc',
      'text/plain true',
      '3 352441c2',
    ]);
  });

  it('compresses and decompresses', async () => {
    expect(await printed('compression.js')).to.deep.equal(['notes.txt.gz notes.txt 22000']);
  });

  it('asks the network', async () => {
    expect(await printed('network.js')).to.deep.equal(['reachable true true true']);
  });

  it('packs and unpacks', async () => {
    expect(await printed('pipeline.js')).to.deep.equal(['package.sealed diary.txt Dear diary']);
  });

  it('gives a call shared primitives, with shared memory and without', async () => {
    expect(await printed('shared.js')).to.deep.equal(['12 12 100']);
  });
});

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
    expect(await printed('3.js')).to.deep.equal(['4 1']);
  });

  it('gives a call shared primitives, with shared memory and without', async () => {
    expect(await printed('4.js')).to.deep.equal(['12 12 100']);
  });
});

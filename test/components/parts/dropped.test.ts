/** Folders, by stand-ins for their entries. */
import { expect } from '@open-wc/testing';
import { readFolder, readInput, readTransfer, type Entry } from '../../../components/parts/dropped.js';

const leaf = (name: string): Entry => ({ isDirectory: false, name, file: (found) => found(new File(['x'], name)) });
const broken = (name: string): Entry => ({
  isDirectory: false,
  name,
  file: (_found, failed) => failed(new Error('gone')),
});

/** A folder that hands its entries out in batches, as Chromium does. */
function folder(name: string, entries: readonly Entry[], batch = 100): Entry {
  return {
    isDirectory: true,
    name,
    createReader() {
      let next = 0;
      return { readEntries: (found) => found(entries.slice(next, (next += batch))) };
    },
  };
}

describe('dropped', () => {
  it('reads a folder to its end, though the browser gives 100 entries a call', async () => {
    const many = Array.from({ length: 250 }, (_, index) => leaf(`${index}.txt`));
    const found = await readFolder(folder('many', many), 'many');
    expect(found).to.have.length(250);
    expect(new Set(found.map(({ path }) => path)).size).to.equal(250);
  });

  it('reads more files than a call takes arguments', async () => {
    const one = new File(['x'], 'x');
    const many = Array.from({ length: 200_000 }, (_, index): Entry => {
      return { isDirectory: false, name: String(index), file: (found) => found(one) };
    });
    const found = await readFolder(folder('a', [folder('b', many, many.length)]), 'a');
    expect(found).to.have.length(many.length);
  });

  it('keeps the path through nested folders', async () => {
    const found = await readFolder(folder('a', [folder('b', [leaf('c.txt')]), leaf('d.txt')]), 'a');
    expect(found.map(({ path }) => path)).to.deep.equal(['a/b/c.txt', 'a/d.txt']);
  });

  it('leaves junk out', async () => {
    const found = await readFolder(folder('a', [leaf('.DS_Store'), leaf('._x'), leaf('x')]), 'a');
    expect(found.map(({ path }) => path)).to.deep.equal(['a/x']);
  });

  it('says that a folder is empty, also one with nothing but junk', async () => {
    for (const entries of [[], [leaf('Thumbs.db')]]) {
      const [only] = await readFolder(folder('a', entries), 'a');
      expect(only?.refusal?.code).to.equal('empty-folder');
    }
  });

  it('tells of a file that does not open, and goes on', async () => {
    const found = await readFolder(folder('a', [broken('x'), leaf('y')]), 'a');
    expect(found.map(({ path, refusal }) => [path, refusal?.code])).to.deep.equal([
      ['a/x', 'unreadable'],
      ['a/y', undefined],
    ]);
  });

  it('tells of a folder that does not open', async () => {
    const shut: Entry = {
      isDirectory: true,
      name: 'a',
      createReader: () => ({ readEntries: (_found, failed) => failed(new Error('no')) }),
    };
    const [only] = await readFolder(shut, 'a');
    expect(only?.refusal?.code).to.equal('unreadable');
  });

  it('reads the files of a DataTransfer', async () => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.txt'));
    data.items.add(new File(['y'], '.DS_Store'));
    data.items.add('text', 'text/plain');
    const found = await readTransfer(data, false);
    expect(found.map(({ path, file }) => [path, file?.name])).to.deep.equal([['x.txt', 'x.txt']]);
  });

  it('takes a junk name that was picked by itself', () => {
    expect(readInput([new File([], 'desktop.ini')])).to.have.length(1);
  });
});

/** Where a save puts files: into a file or a folder that somebody has chosen, or among the downloads. */
import { expect } from '@open-wc/testing';
import { saveFiles } from '../../../components/parts/save.js';
import { errorOf } from '../on-page.js';
import { Pickers, type Answer } from '../pickers.js';

const named = (...names: string[]) => names.map((name) => new File([name], name));

describe('saving', () => {
  let pickers: Pickers;
  beforeEach(() => (pickers = new Pickers()));
  afterEach(() => pickers.end());
  const onDisk = () => [...pickers.disk.keys()];

  describe('does what comes of the dialog', () => {
    const table: readonly [Answer, string, readonly string[]][] = [
      ['chosen', 'written', []],
      ['closed', 'closed', []],
      // a second press, while the first dialog is open
      ['busy', 'closed', []],
      // in a frame of another origin, or long after the click
      ['refused', 'downloaded', ['a', 'b']],
    ];
    for (const [answer, saved, downloads] of table) {
      for (const count of [1, 2]) {
        it(`${answer}, for ${count === 1 ? 'one file' : 'several'}: ${saved}`, async () => {
          pickers.answer(answer);
          const files = named('a', 'b').slice(0, count);
          expect(await saveFiles(files)).to.equal(saved);
          expect(pickers.asked).to.deep.equal([count === 1 ? 'a' : 'readwrite']);
          expect(pickers.downloads).to.deep.equal(downloads.slice(0, count));
          expect(onDisk()).to.deep.equal(saved === 'written' ? files.map(({ name }) => name) : []);
        });
      }
    }
  });

  it('downloads where there are no pickers', async () => {
    expect(await saveFiles(named('a', 'b'))).to.equal('downloaded');
    expect(pickers.downloads).to.deep.equal(['a', 'b']);
  });

  it('hands Blobs over by reference', async () => {
    pickers.answer('chosen');
    const files = named('a', 'b');
    await saveFiles(files);
    expect([...pickers.disk.values()]).to.deep.equal(files);
  });

  it('fails when the browser does, and downloads nothing then', async () => {
    const broken = () => Promise.reject(new DOMException('broken', 'InvalidStateError'));
    Object.defineProperty(globalThis, 'showSaveFilePicker', { configurable: true, value: broken });
    expect(await errorOf(saveFiles(named('a')))).to.have.property('name', 'InvalidStateError');
    expect(pickers.downloads).to.deep.equal([]);
  });

  describe('in a folder', () => {
    const table: readonly [string, readonly string[], readonly string[]][] = [
      [
        'of the same name',
        ['a.txt.sealed', 'a.txt.sealed', 'a.txt.sealed'],
        ['a.txt.sealed', 'a.txt (2).sealed', 'a.txt (3).sealed'],
      ],
      ['whose names are there already', ['there.txt', 'folder'], ['there (2).txt', 'folder (2)']],
      ['that begin with a dot', ['.env', '.env'], ['.env', '.env (2)']],
      ['of a kind that browsers forbid', ['a.lnk', 'a.lnk'], ['a.lnk_', 'a (2).lnk_']],
    ];
    for (const [which, names, written] of table) {
      it(`keeps apart files ${which}`, async () => {
        pickers.answer('chosen');
        const old = new Blob(['old']);
        pickers.disk.set('there.txt', old);
        pickers.disk.set('folder', null);
        expect(await saveFiles(named('b', ...names))).to.equal('written');
        expect(onDisk().slice(2)).to.deep.equal(['b', ...written]);
        expect(pickers.disk.get('there.txt')).to.equal(old);
      });
    }

    it('spells names otherwise that it may not have', async () => {
      pickers.answer('chosen');
      pickers.forbidden = /[?"]|^\.|\.$/;
      await saveFiles(named('what?', 'b.', '.c'));
      expect(onDisk()).to.deep.equal(['what_', 'b_', '_c']);
    });

    it('leaves no half of a file when there is no space, and keeps those before it', async () => {
      pickers.answer('full');
      const [empty, ...others] = [new File([], 'empty'), ...named('a', 'b')];
      expect(await errorOf(saveFiles([empty, ...others]))).to.have.property('name', 'QuotaExceededError');
      expect(onDisk()).to.deep.equal(['empty']);
      expect(pickers.ended).to.deep.equal(['closed', 'aborted']);
    });
  });
});

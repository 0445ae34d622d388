// The documentation says what there is: elements as their docstrings have them, every exported name, and links that lead somewhere.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { faultsOf, modulesIn } from '../support/documented-code.mjs';
import { elementsOfSources, referenceOf } from '../support/reference.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const text = (name) => readFile(path.join(root, name), 'utf8');
const pages = ['README.md', ...(await readdir(path.join(root, 'docs'))).map((name) => `docs/${name}`)];

/** The names of all `export` statements of a file that hands out what others have. */
function exportedNames(source) {
  const file = ts.createSourceFile('index.ts', source, ts.ScriptTarget.Latest);
  return file.statements
    .filter((statement) => statement.exportClause)
    .flatMap(({ exportClause }) => exportClause.elements.map(({ name }) => name.text));
}

describe('the documentation', () => {
  it('has a reference of the elements that is what their docstrings say', async () => {
    const made = referenceOf(await elementsOfSources());
    assert.equal(await text('docs/reference.md'), made, 'run: node test/support/reference.mjs');
  });

  it('names every export in docs/api.md, or in a page that it links', async () => {
    const api = await text('docs/api.md');
    const linked = new Set(Array.from(api.matchAll(/\]\(([\w-]+\.md)/g), ([, page]) => `docs/${page}`));
    const read = (await Promise.all(['docs/api.md', ...linked].map(text))).join('\n');
    // as code: words like Data, Call and Level stand in sentences that are about something else
    const code = Array.from(read.matchAll(/```[\s\S]*?```|`[^`\n]+`/g), ([piece]) => piece).join('\n');
    const words = new Set(code.match(/\w+/g));
    const names = exportedNames(await text('src/index.ts'));
    assert.ok(names.length > 50);
    assert.deepEqual(
      names.filter((name) => !words.has(name)),
      [],
    );
  });

  it('has code that fits what is exported', async () => {
    const modules = (await Promise.all(pages.map(modulesIn))).flat();
    assert.ok(modules.length > 15, `${modules.length} blocks`);
    assert.deepEqual(faultsOf(modules), []);
    const gone = { name: path.join(root, 'gone.ts'), code: "import { Gone } from 'tallow-elements';" };
    assert.equal(faultsOf([gone]).length, 1, 'it finds what is wrong');
  });

  for (const page of pages) {
    it(`links from ${page} to files that are there`, async () => {
      const links = Array.from((await text(page)).matchAll(/\]\((?!https?:|#)([^)#]+)/g), ([, link]) => link);
      const missing = links.filter((link) => !existsSync(path.join(root, path.dirname(page), link)));
      assert.deepEqual(missing, []);
    });
  }
});

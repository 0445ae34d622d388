// The built package as Node and bundlers see it: every entry imports, the bridge works on the page's path, workers are self-contained.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { inflateRawSync } from 'node:zlib';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('package.json', root)));
const sourcesIn = async (folder) =>
  (await readdir(new URL(folder, root))).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
const elements = (await sourcesIn('components')).map((name) => `components/${name.slice(0, -3)}`);
const workers = (await sourcesIn('src/workers')).map((name) => name.slice(0, -3));
const text = (file) => readFile(new URL(file, root), 'utf8');

describe('every entry of the package', () => {
  for (const [name, entry] of Object.entries(manifest.exports)) {
    if (typeof entry === 'string' || name.includes('*')) continue;
    it(`${name} imports in Node`, async () => {
      const module = await import(new URL(entry.default, root));
      assert.ok(module);
    });
    it(`${name} has types`, async () => {
      assert.match(await text(entry.types), /export|import/);
    });
  }

  it('leaves no timer, port or worker behind on import, so that a process ends by itself', () => {
    const all = Object.values(manifest.exports)
      .filter((entry) => entry.default)
      .map((entry) => new URL(entry.default, root).href);
    const script = all.map((url) => `await import(${JSON.stringify(url)});`).join('\n');
    const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 30_000,
      encoding: 'utf8',
    });
    assert.deepEqual({ status, signal, stderr }, { status: 0, signal: null, stderr: '' });
  });
});

describe('WorkerBridge in Node', () => {
  it('seals and opens, on the page path', async () => {
    const { WorkerBridge } = await import(new URL('dist/src/index.js', root));
    for (const size of [0, 1, 16_383, 16_384, 16_385, 20_000_000]) {
      const bytes = new Uint8Array(size).map((_, position) => position * 7);
      const file = new File([bytes], 'plain.bin', { type: 'application/x-test', lastModified: 1_700_000_000_000 });
      const reports = [];
      const key = new Uint8Array(32).fill(size % 251);
      const sealed = await WorkerBridge.crypto.sealFile(file, key, {
        onProgress: (progress) => reports.push(progress),
      });
      assert.equal(sealed.name, 'plain.bin.sealed');
      const opened = await WorkerBridge.crypto.openFile(sealed, key);
      assert.deepEqual(
        [opened.name, opened.type, opened.lastModified],
        ['plain.bin', 'application/x-test', 1_700_000_000_000],
      );
      assert.ok(Buffer.from(await opened.arrayBuffer()).equals(Buffer.from(bytes)));
      assert.equal(reports.at(-1)?.loaded ?? 0, size);
    }
  });

  it('seals a file that stands on disk', async () => {
    const { WorkerBridge } = await import(new URL('dist/src/index.js', root));
    const file = await openAsBlob(new URL('package.json', root));
    const opened = await WorkerBridge.crypto.openFile(
      await WorkerBridge.crypto.sealFile(file, new Uint8Array(32)),
      new Uint8Array(32),
    );
    assert.equal(await opened.text(), await file.text());
    assert.match(await WorkerBridge.crypto.hashFile(file), /^[0-9a-f]{64}$/);
  });

  it('rejects with the same errors as anywhere', async () => {
    const { WorkerBridge, OperationError } = await import(new URL('dist/src/index.js', root));
    const sealed = await WorkerBridge.crypto.sealFile(new Blob(['x']), new Uint8Array(32));
    await assert.rejects(WorkerBridge.crypto.openFile(sealed, new Uint8Array(32).fill(1)), (error) => {
      assert.ok(error instanceof OperationError);
      assert.equal(error.code, 'cannot-open');
      return true;
    });
    await assert.rejects(WorkerBridge.crypto.sealFile(new Blob(['x']), ''), { code: 'invalid' });
    await assert.rejects(WorkerBridge.crypto.sealFile(new Blob(['x']), 'p', { signal: AbortSignal.abort() }), {
      name: 'AbortError',
      code: 'aborted',
    });
  });

  it('lets the process end when the work is done', () => {
    const script = `
      import { WorkerBridge } from ${JSON.stringify(new URL('dist/src/index.js', root).href)};
      const sealed = await WorkerBridge.crypto.sealFile(new Blob(['x']), new Uint8Array(32));
      console.log(sealed.size > 0);`;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 30_000,
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'true\n' });
  });
});

describe('the build', () => {
  it('makes one file for a CDN, and a smaller one with what it loads when that is first used', async () => {
    const folder = new URL('dist/cdn/', root);
    const files = (await readdir(folder)).filter((name) => name.endsWith('.js'));
    const code = await text('dist/cdn/tallow-elements.lazy.min.js');
    const later = [...code.matchAll(/\bimport\("\.\/([^"]+)"\)/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(later), 'tallow-elements.lazy.min.js', 'tallow-elements.min.js'].sort(), files.sort());
    for (const name of files) {
      const code = await text(`dist/cdn/${name}`);
      assert.doesNotMatch(code, /(?:^|[;}\s])import\s*(?:[\w*{][^;]*from)?\s*["']/, `${name} imports something`);
      assert.equal(
        code.match(/\bimport\(/g)?.length ?? 0,
        name === 'tallow-elements.lazy.min.js' ? later.length : 0,
        `${name} loads something else`,
      );
    }
  });

  it('exports everything from those files that the index does', async () => {
    const modules = await Promise.all(
      ['src/index', ...elements].map((part) => import(new URL(`dist/${part}.js`, root))),
    );
    for (const file of ['tallow-elements.min.js', 'tallow-elements.lazy.min.js']) {
      const [, list] = /export\s*\{([^{}]*)\};?\s*(?:\/\/.*)?\s*$/.exec(await text(`dist/cdn/${file}`));
      const names = list.split(',').map((name) => name.trim().split(' ').at(-1));
      assert.deepEqual(names.sort(), [...new Set(modules.flatMap(Object.keys))].sort());
    }
  });

  it('has shared state as an entry of its own, whose classes are those of the index', async () => {
    const [shared, index] = await Promise.all([
      import(new URL('dist/src/shared/index.js', root)),
      import(new URL('dist/src/index.js', root)),
    ]);
    for (const [name, value] of Object.entries(shared)) assert.equal(index[name], value, name);
    const progress = new shared.SharedProgress(4);
    assert.deepEqual([progress.increment(3), progress.getPercent()], [3, 75]);
    const token = shared.createCancellationToken();
    token.cancel('enough');
    assert.equal(token.toAbortSignal().reason.message, 'enough');
  });

  it('keeps every name that the sources of an entry export', async () => {
    for (const entry of ['src/index', 'src/shared/index', ...elements]) {
      const declared = /(?:^|\n)export \{([^}]*)\}/g;
      const source = await text(`${entry}.ts`);
      const names = [...source.matchAll(declared)]
        .flatMap(([, names]) => names.split(','))
        .map((name) => name.trim())
        .filter((name) => name && !name.startsWith('type '));
      const built = Object.keys(await import(new URL(`dist/${entry}.js`, root)));
      for (const name of names) assert.ok(built.includes(name), `${entry}.js has no ${name}`);
    }
  });

  it('has each element as an entry, and an entry that defines it', () => {
    for (const element of elements) {
      const [, tag] = element.split('/');
      assert.ok(manifest.exports[`./components/${tag}.js`], `${tag} is no entry`);
      assert.ok(manifest.exports[`./define/${tag}.js`], `what defines ${tag} is no entry`);
    }
  });

  it('keeps the expression that bundlers look for, for each worker', async () => {
    const code = await text('dist/src/bridge/channels.js');
    for (const worker of workers) {
      assert.match(
        code,
        new RegExp(
          `new Worker\\(new URL\\(["'][^"']*/${worker}\\.js["'], import\\.meta\\.url\\), \\{ type: ["']module["'] \\}\\)`,
        ),
      );
    }
  });

  it('makes workers that import nothing', async () => {
    for (const worker of workers) {
      assert.doesNotMatch(
        await text(`dist/src/workers/${worker}.js`),
        /(?:^|[;}\s])import\s*(?:[\w*{][^;]*from)?\s*["']|\bimport\(/,
        worker,
      );
    }
  });

  it('embeds the zlib that is in the package zlib-streams', async () => {
    const { zlibCode } = await import(new URL('dist/src/streams/zlib-code.js', root));
    const theirs = await readFile(createRequire(import.meta.url).resolve('zlib-streams/zlib-streams.wasm'));
    assert.ok(inflateRawSync(Buffer.from(zlibCode, 'base64')).equals(theirs));
  });
});

// Builds dist: modules in the shape of the sources, workers as self-contained files and as text, and one file for a CDN.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { rollup } from 'rollup';
import commonjs from '@rollup/plugin-commonjs';
import typescript from '@rollup/plugin-typescript';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import tsc from 'typescript';

const root = import.meta.dirname;
rmSync(path.join(root, 'dist'), { recursive: true, force: true });

const { options } = tsc.parseJsonConfigFileContent(
  tsc.readConfigFile('tsconfig.build.json', tsc.sys.readFile).config,
  tsc.sys,
  root,
);
const minify = () => terser({ ecma: 2022, module: true });
// commonjs: file-type and music-metadata depend on `debug`
const bundled = () => [
  nodeResolve({ extensions: ['.ts', '.js'], browser: true }),
  commonjs({ include: /node_modules/ }),
  stripTypes(),
  minify(),
];

/** Types are checked once, by the main build; workers and the CDN file only need them gone. */
function stripTypes() {
  return {
    name: 'strip-types',
    resolveId: {
      order: 'pre',
      handler(source, importer, rest) {
        if (!importer?.endsWith('.ts') || !/^\.{1,2}\/.*\.js$/.test(source)) return null;
        return this.resolve(source.replace(/\.js$/, '.ts'), importer, { ...rest, skipSelf: true });
      },
    },
    transform(code, id) {
      if (!id.endsWith('.ts')) return null;
      const compilerOptions = { ...options, sourceMap: true, inlineSources: true, declaration: false };
      const { outputText, sourceMapText } = tsc.transpileModule(code, { fileName: id, compilerOptions });
      return { code: outputText, map: sourceMapText };
    },
  };
}

// not on a line of a comment: examples there name workers that do not exist
const workerUrl =
  /(?<!^\s*(?:\*|\/\/).*)new URL\(\s*(['"])(\.{1,2}\/[^'"]+\.worker)\.(?:ts|js)\1\s*,\s*import\.meta\.url\s*\)/gm;
const inlineSuffix = '.worker.inline.js';

/**
 * Carries workers into the build. `new URL('./x.worker.ts', import.meta.url)` becomes a self-contained module beside the rest,
 * and keeps the literal shape that bundlers look for; `import('./x.worker.js?inline')` becomes the same code as text.
 * `only: 'inline'` (one file, no siblings) makes the URL throw, so that the text is what is used.
 */
function workers({ only } = {}) {
  const built = new Map();
  const emitted = new Map();
  const bundle = (id) => {
    if (!built.has(id)) built.set(id, bundleWorker(id));
    return built.get(id);
  };
  return {
    name: 'workers',
    buildStart() {
      built.clear();
      emitted.clear();
    },
    resolveId(source, importer) {
      if (!source.endsWith('.worker.js?inline')) return null;
      return path.resolve(importer ? path.dirname(importer) : root, source.replace('.worker.js?inline', inlineSuffix));
    },
    async load(id) {
      if (!id.endsWith(inlineSuffix)) return null;
      const chunk = await bundle(id.replace(inlineSuffix, '.worker.ts'));
      return { code: `export default ${JSON.stringify(chunk.code)};`, map: { mappings: '' }, moduleSideEffects: false };
    },
    async transform(code, importer) {
      const hits = importer.endsWith(inlineSuffix) ? [] : [...code.matchAll(workerUrl)];
      if (hits.length === 0) return null;
      let output = code;
      for (const [text, , relative] of hits) {
        if (only === 'inline') {
          output = output.replace(text, "new URL('about:blank')");
          continue;
        }
        const source = path.resolve(path.dirname(importer), `${relative}.ts`);
        const chunk = await bundle(source);
        const fileName = path.relative(root, source).replace(/\.ts$/, '.js').split(path.sep).join('/');
        if (!emitted.has(fileName)) {
          emitted.set(
            fileName,
            this.emitFile({ type: 'prebuilt-chunk', fileName, code: chunk.code, map: chunk.map, exports: [] }),
          );
        }
        output = output.replace(text, `import.meta.ROLLUP_FILE_URL_${emitted.get(fileName)}`);
      }
      return { code: output, map: null };
    },
    resolveFileUrl: ({ relativePath }) =>
      `new URL(${JSON.stringify(relativePath.startsWith('.') ? relativePath : `./${relativePath}`)}, import.meta.url)`,
  };
}

async function bundleWorker(id) {
  const build = await rollup({ input: id, plugins: bundled() });
  const { output } = await build.generate({ format: 'es', inlineDynamicImports: true, sourcemap: true });
  await build.close();
  const [chunk] = output;
  if (output.filter(({ type }) => type === 'chunk').length !== 1 || chunk.imports.length > 0) {
    throw new Error(`${id} is not self-contained: it imports ${chunk.imports.join(', ')}`);
  }
  return chunk;
}

/** The entry of the CDN files: every public name, and every element defined. */
function everything() {
  const id = path.join(root, 'everything.ts');
  return {
    name: 'everything',
    resolveId: (source) => (source === 'everything' ? id : null),
    load: (source) =>
      source === id
        ? "import './components/define/all.js';\nexport * from './src/index.js';\nexport * from './components/file-encryptor.js';\nexport * from './components/file-hasher.js';\nexport * from './components/file-compressor.js';\nexport * from './components/file-inspector.js';\nexport * from './components/worker-pool.js';\nexport * from './components/transfer-progress.js';\nexport * from './components/connectivity-check.js';\n"
        : null,
  };
}

const cdn = 'dist/cdn';
/** What a page may never need, and is too much to load with it: of the channels, all but sealing. */
const channels = ['file', 'inspection', 'compression', 'network'].filter((name) =>
  existsSync(path.join(root, `src/workers/${name}.worker.ts`)),
);
const operationsOf = (name) => `tallow-${name}.min.js`;
const textOf = (name) => `tallow-${name}.worker.min.js`;

/** Leaves those channels out of the lazy CDN file: they stand beside it, and are loaded when they are first used. */
function beside() {
  return {
    name: 'beside',
    resolveId: {
      order: 'pre',
      handler(source) {
        const [, room, name] = /^\.\.\/(operations|workers)\/([a-z]+)(?:\.worker\.js\?inline|\.js)$/.exec(source) ?? [];
        if (!channels.includes(name)) return null;
        return { id: `./${room === 'workers' ? textOf(name) : operationsOf(name)}`, external: true };
      },
    },
  };
}

export default [
  {
    input: [
      'src/index.ts',
      'src/crypto-fallback.ts',
      'src/protocol/serve.ts',
      'src/shared/index.ts',
      'components/worker-pool.ts',
      'components/file-encryptor.ts',
      'components/file-hasher.ts',
      'components/file-compressor.ts',
      'components/file-inspector.ts',
      'components/transfer-progress.ts',
      'components/connectivity-check.ts',
      'components/define/all.ts',
    ],
    external: [
      /^lit($|\/)/,
      /^@lit\//,
      /^tslib$/,
      /^(?:hash-wasm|@noble\/hashes|pako|file-type|exifreader|music-metadata)($|\/)/,
    ],
    plugins: [
      workers(),
      typescript({
        tsconfig: './tsconfig.build.json',
        outDir: 'dist',
        declaration: true,
        declarationMap: true,
        noEmitOnError: true,
      }),
    ],
    output: {
      dir: 'dist',
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: '.',
      sourcemap: true,
      entryFileNames: '[name].js',
    },
  },
  {
    input: 'everything',
    plugins: [everything(), beside(), workers({ only: 'inline' }), ...bundled()],
    output: { file: `${cdn}/tallow-elements.lazy.min.js`, format: 'es', sourcemap: true, inlineDynamicImports: true },
  },
  {
    input: 'everything',
    plugins: [everything(), workers({ only: 'inline' }), ...bundled()],
    output: { file: `${cdn}/tallow-elements.min.js`, format: 'es', sourcemap: true, inlineDynamicImports: true },
  },
  ...channels.flatMap((name) => [
    {
      input: `src/operations/${name}.ts`,
      plugins: bundled(),
      output: { file: `${cdn}/${operationsOf(name)}`, format: 'es', sourcemap: true, inlineDynamicImports: true },
    },
    {
      input: `./src/workers/${name}.worker.js?inline`,
      plugins: [workers({ only: 'inline' })],
      output: { file: `${cdn}/${textOf(name)}`, format: 'es' },
    },
  ]),
];

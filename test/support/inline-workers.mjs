import { build } from 'esbuild';
import path from 'node:path';
/** Serves `x.worker.js?inline` (bundled with esbuild) as a module whose default export is the worker's text. */
export function inlineWorkers({ rootDir = process.cwd() } = {}) {
  return {
    name: 'inline-workers',
    resolveImport({ source }) {
      if (source.endsWith('.worker.js?inline')) return source;
    },
    async serve(ctx) {
      if (!ctx.path.endsWith('.worker.js') || ctx.query.inline === undefined) return;
      const file = path.join(rootDir, ctx.path.replace(/\.js$/, '.ts'));
      const r = await build({ entryPoints: [file], bundle: true, format: 'esm', target: 'es2022', write: false });
      return { body: `export default ${JSON.stringify(r.outputFiles[0].text)};`, type: 'js' };
    },
  };
}

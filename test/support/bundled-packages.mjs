/** Serves packages that have CommonJS modules among their own as one module each: browsers know no `require`. */
import { build } from 'esbuild';

const packages = new Set(['file-type', 'music-metadata', 'exifreader']);
const prefix = '/bundled-packages/';

export function bundledPackages() {
  const built = new Map();
  const bundle = async (name) => {
    const options = { bundle: true, format: 'esm', target: 'es2022', platform: 'browser', write: false };
    const { outputFiles } = await build({ entryPoints: [name], ...options });
    return outputFiles[0].text;
  };
  return {
    name: 'bundled-packages',
    resolveImport({ source }) {
      return packages.has(source) ? `${prefix}${source}.js` : undefined;
    },
    async serve({ path }) {
      const name = path.startsWith(prefix) ? path.slice(prefix.length, -'.js'.length) : '';
      if (!packages.has(name)) return undefined;
      if (!built.has(name)) built.set(name, bundle(name));
      return { body: await built.get(name), type: 'js' };
    },
  };
}

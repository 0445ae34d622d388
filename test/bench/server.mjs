// Serves dist, the pages of the benchmark and age-encryption on a loopback port with isolation headers, and keeps what pages send.
import { createReadStream, createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript' };
const served = ['dist', 'test/bench/page', 'node_modules/tslib', 'node_modules/hash-wasm', 'node_modules/pako'];

/** `kept` is the folder where bodies of POST /keep/NAME go. */
export async function serveBench(root, kept) {
  const age = await bundle('age-encryption', root);

  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (request.method === 'POST') {
      await pipeline(request, createWriteStream(path.join(kept, path.basename(pathname))));
      return response.writeHead(204, headers).end();
    }
    if (pathname === '/age-encryption.js') return response.writeHead(200, header('.js')).end(age);
    const file = path.join(root, pathname);
    const allowed = served.some((folder) => file.startsWith(path.join(root, folder) + path.sep));
    if (!allowed) return response.writeHead(404, headers).end();
    return createReadStream(file)
      .on('error', () => response.writeHead(404, headers).end())
      .on('open', () => response.writeHead(200, header(path.extname(file))))
      .pipe(response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500, headers).end());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const header = (extension) => ({ 'Content-Type': types[extension] ?? 'application/octet-stream', ...headers });

/** Pages and workers cannot resolve package names: one file of it, unminified, as fast as the package itself. */
async function bundle(name, root) {
  const build = await rollup({
    input: name,
    plugins: [nodeResolve({ rootDir: root, browser: true })],
    onwarn: () => undefined,
  });
  const { output } = await build.generate({ format: 'es', inlineDynamicImports: true });
  await build.close();
  return output[0].code;
}

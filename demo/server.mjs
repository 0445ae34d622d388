// Serves the demo on a loopback port, with the headers that isolate the page: PORT=8080 npm start
import { createServer } from 'node:http';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { answerEndpoint } from './endpoints.mjs';
import { answerTransfer } from './transfers.mjs';

const root = path.resolve(import.meta.dirname, '..');
const served = ['demo', 'dist'].map((folder) => path.join(root, folder) + path.sep);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

/**
 * The examples import the package by its name. Pages have an import map for that, workers cannot have one: in their
 * scripts the names are replaced here, as a bundler would do it in an app.
 */
const inWorkers = [
  { name: /(['"])tallow-elements\/serve\.js\1/g, file: "'/dist/src/protocol/serve.js'" },
  { name: /(['"])tallow-elements\/shared\.js\1/g, file: "'/dist/src/shared/index.js'" },
];

async function fileFor(pathname) {
  const file = path.join(root, decodeURIComponent(pathname));
  if (!served.some((folder) => (file + path.sep).startsWith(folder))) return null;
  const info = await stat(file).catch(() => null);
  if (info?.isDirectory()) return { redirect: !pathname.endsWith('/'), file: path.join(file, 'index.html') };
  return info && { file };
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/') return response.writeHead(302, { Location: '/demo/', ...headers }).end();
  if (pathname === '/demo/transfer') {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return answerTransfer(request, response);
  }
  if (pathname.startsWith('/demo/network/')) return answerEndpoint(path.basename(pathname), request, response);
  const found = await fileFor(pathname);
  if (!found) return response.writeHead(404, { 'Content-Type': 'text/plain', ...headers }).end('Not found\n');
  if (found.redirect) return response.writeHead(302, { Location: `${pathname}/`, ...headers }).end();
  if (found.file.endsWith('.worker.js') && found.file.startsWith(served[0])) {
    const text = await readFile(found.file, 'utf8');
    return response
      .writeHead(200, { 'Content-Type': types['.js'], ...headers })
      .end(inWorkers.reduce((script, { name, file }) => script.replace(name, file), text));
  }
  const type = types[path.extname(found.file)] ?? 'application/octet-stream';
  return createReadStream(found.file)
    .on('error', () => response.writeHead(404, headers).end())
    .on('open', () => response.writeHead(200, { 'Content-Type': type, ...headers }))
    .pipe(response);
}

/** Starts the server; `port` 0 takes any free one. Resolves with it once it listens. */
export function serveDemo(port) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400, headers).end());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wanted = Number(process.env.PORT ?? 8080);
  const server = await serveDemo(wanted).catch((error) => {
    if (error.code !== 'EADDRINUSE' || process.env.PORT) throw error;
    return serveDemo(0);
  });
  console.log(`Tallow Elements demo: http://localhost:${server.address().port}/`);
}

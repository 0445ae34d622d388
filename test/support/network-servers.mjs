// Servers for the network's tests and benchmark, on ports of their own: HTTP that behaves well or badly by its path, STUN that plays a NAT, and coturn.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate } from 'node:timers';
import { createGzip, gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { startStun } from './stun-servers.mjs';
import { startTurn } from './turn-server.mjs';

/** What a server has to send to be measured (docs/network.md). */
const open = {
  'Access-Control-Allow-Origin': '*',
  'Timing-Allow-Origin': '*',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
const noise = randomBytes(2 ** 16);
let zeros = null;
const login = '<!doctype html><title>Welcome</title><form action="/login"><input name="room"></form>';

/** Behaviour by path. `query` are the parameters of the URL. */
const answers = {
  '/pong': (request, response) => response.writeHead(200, { ...open, 'X-Service': 'tallow' }).end('pong'),
  '/hidden': (request, response) => response.writeHead(200, { 'Cache-Control': 'no-store' }).end('pong'),
  // late enough for a clock that counts whole milliseconds
  '/untimed': async (request, response) => {
    await exactly(5);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('pong');
  },
  '/status': (request, response, query) => response.writeHead(Number(query.get('code')), open).end('no'),
  '/portal': (request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(login),
  '/portal-open': (request, response) => response.writeHead(200, { ...open, 'Content-Type': 'text/html' }).end(login),
  '/redirect': (request, response) => response.writeHead(302, { Location: '/portal' }).end(),
  '/redirect-open': (request, response) => {
    const location = `http://localhost:${request.socket.localPort}/pong`;
    response.writeHead(302, { ...open, Location: location }).end();
  },
  '/loop': (request, response) => response.writeHead(302, { ...open, Location: '/loop' }).end(),
  '/silent': () => undefined,
  // a header without an end
  '/header-drip': (request) => {
    request.socket.write('HTTP/1.1 200 OK\r\nX-Endless: ');
    untilClosed(request.socket, 20, () => request.socket.write('.'));
  },
  // answers that are none yet
  '/patience': (request, response) => untilClosed(request.socket, 20, () => response.writeProcessing()),
  // each redirect is soon, the last never
  '/slow-loop': async (request, response) => {
    await exactly(300);
    response.writeHead(302, { ...open, Location: '/slow-loop' }).end();
  },
  '/stall': (request, response) => response.writeHead(200, open).write('a'),
  '/drip': (request, response) => {
    response.writeHead(200, open);
    untilClosed(request.socket, 20, () => response.write('.'));
  },
  '/reset': (request) => request.socket.resetAndDestroy(),
  '/cut': (request, response) => {
    response.writeHead(200, { ...open, 'Content-Length': 100_000 });
    response.write(noise.subarray(0, 1000), () => request.socket.destroy());
  },
  '/close': (request, response) => response.writeHead(200, { ...open, Connection: 'close' }).end('pong'),
  '/delay': async (request, response, query) => {
    const delays = query.get('ms').split(',').map(Number);
    await exactly(delays[turn(query.get('run'), delays.length)]);
    response.writeHead(200, open).end('pong');
  },
  '/empty': (request, response) => response.writeHead(200, open).end(),
  '/download': (request, response, query) => download(request, response, query),
  '/gzip': (request, response) => {
    const body = (zeros ??= gzipSync(Buffer.alloc(20_000_000)));
    response.writeHead(200, { ...open, 'Content-Encoding': 'gzip' });
    response.end(request.method === 'HEAD' ? undefined : body);
  },
  // packed bytes without an end
  '/gzip-drip': (request, response) => {
    response.writeHead(200, { ...open, 'Content-Encoding': 'gzip' });
    if (request.method === 'HEAD') return response.end();
    const zip = createGzip();
    zip.pipe(response);
    return untilClosed(request.socket, 20, () => void (zip.write(Buffer.alloc(500_000)) && zip.flush()));
  },
  '/moved': (request, response) => response.writeHead(302, { ...open, Location: '/pong' }).end(),
  '/upload': (request, response, query) => upload(request, response, query),
  '/refuse': (request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(413, open).end());
  },
};

function untilClosed(socket, milliseconds, write) {
  const timer = setInterval(write, milliseconds);
  socket.on('close', () => clearInterval(timer));
}

/** Milliseconds to a tenth: Node's own timers are late by one or more. */
async function exactly(ms) {
  const end = performance.now() + ms;
  while (end - performance.now() > 3) await new Promise((resolve) => setTimeout(resolve, end - performance.now() - 2));
  while (performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
}

const turns = new Map();
/** Counts up, run by run. */
function turn(run, length) {
  const next = turns.get(run) ?? 0;
  turns.set(run, next + 1);
  return next % length;
}

/** One line that all requests with the same `line` share: when its next bytes may go, at `mbps` megabits a second. */
const lines = new Map();
function due(query, bytes) {
  const mbps = Number(query.get('mbps') ?? 0);
  if (!mbps) return 0;
  const key = `${query.get('line')}-${mbps}`;
  const now = performance.now();
  // what was not used for 250 ms is lost; less, and on a busy machine the line is slower than it says
  const free = Math.max(lines.get(key) ?? now, now - 250) + (bytes * 8) / (mbps * 1000);
  lines.set(key, free);
  return Math.max(0, free - now);
}

async function download(request, response, query) {
  const bytes = Number(query.get('bytes') ?? 1e9);
  const cached = query.has('cache') && { 'Cache-Control': 'max-age=600' };
  response.writeHead(200, { ...open, ...cached, 'Content-Type': 'application/octet-stream' });
  if (request.method === 'HEAD') return response.end();
  const piece = query.has('mbps') ? 8192 : noise.length;
  let resume = () => undefined;
  response.on('drain', () => resume()).on('close', () => resume());
  for (let sent = 0; sent < bytes && !response.destroyed;) {
    const size = Math.min(piece, bytes - sent, noise.length - (sent % noise.length));
    const wait = due(query, size);
    if (wait > 4) await new Promise((resolve) => setTimeout(resolve, wait));
    // not the same bytes over and over: those could be packed
    const from = sent % noise.length;
    if (!response.write(noise.subarray(from, from + size)) && !response.destroyed)
      await new Promise((next) => (resume = next));
    sent += size;
  }
  return response.end();
}

function upload(request, response, query) {
  let carried = 0;
  request.on('data', (chunk) => {
    const wait = due(query, chunk.length);
    carried = performance.now() + wait;
    if (wait < 2) return;
    request.pause();
    setTimeout(() => request.resume(), wait);
  });
  // the end comes with the last piece, although that one is still on the line
  request.on('end', () => {
    const wait = carried - performance.now();
    const acknowledge = () => response.writeHead(204, open).end();
    if (wait < 2) acknowledge();
    else setTimeout(acknowledge, wait);
  });
}

/** @returns where they listen, and `stop` */
export async function startNetworkServers() {
  const requests = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    requests.push(`${request.method} ${request.url}`);
    if (requests.length > 10_000) requests.length = 0;
    const answer = answers[pathname];
    if (!answer) return response.writeHead(404, open).end();
    if (request.method === 'OPTIONS') return response.writeHead(204, { ...open, Allow: 'GET, POST' }).end();
    return void answer(request, response, searchParams);
  });
  server.on('clientError', () => undefined);
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  const stun = await startStun();
  const turn = await startTurn();
  return {
    where: {
      http: `http://127.0.0.1:${port}`,
      refused: `http://127.0.0.1:${await closedPort()}`,
      stun: stun.urls,
      turn: turn.where,
    },
    /** How many requests, as `GET /path?query`, hold `text`. */
    requestsWith: (text) => requests.filter((url) => url.includes(text)).length,
    async stop() {
      server.close();
      server.closeAllConnections();
      stun.stop();
      await turn.stop();
    },
  };
}

/** A port that nobody listens at: it was free a moment ago. */
async function closedPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

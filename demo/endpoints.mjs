// Something to be measured against, for the example of network connectivity: an answer, bytes that cannot be packed, and a place to send to.
import { randomBytes } from 'node:crypto';

/** What a service needs to be measured from other origins, too (docs/network.md). */
const open = {
  'Access-Control-Allow-Origin': '*',
  'Timing-Allow-Origin': '*',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
/** More than a page asks for in one request. */
const most = 25_000_000;
const noise = randomBytes(2 ** 16);

/** By the path below /demo/network; `portal` answers as a hotel's login page, `silent` never. */
const endpoints = {
  ping: (request, response) => response.writeHead(200, { ...open, 'Content-Type': 'text/plain' }).end('pong'),
  portal: (request, response) =>
    response.writeHead(200, { ...open, 'Content-Type': 'text/html' }).end('<!doctype html><title>Welcome to our hotel'),
  silent: () => undefined,
  upload: (request, response) => request.resume().on('end', () => response.writeHead(204, open).end()),
  download,
};

export function answerEndpoint(name, request, response) {
  const answer = Object.hasOwn(endpoints, name) ? endpoints[name] : null;
  if (!answer) return response.writeHead(404, open).end();
  return answer(request, response);
}

function download(request, response) {
  response.writeHead(200, { ...open, 'Content-Type': 'application/octet-stream' });
  if (request.method === 'HEAD') return response.end();
  let left = most;
  const fill = () => {
    while (left > 0 && !response.destroyed) {
      left -= noise.length;
      if (!response.write(noise)) return;
    }
    response.end();
  };
  response.on('drain', fill);
  fill();
}

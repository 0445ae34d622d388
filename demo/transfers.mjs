// Somewhere to send to and to fetch from, for the example of transfers: what comes is counted and dropped, what goes is zeros.

/** No page needs more to see how it is done. */
const most = 1e9;
const piece = Buffer.alloc(64 * 1024);

/** Answers `POST`, with `{ bytes }`, and `GET ?bytes=N`, with so many; resolves once all is said. */
export async function answerTransfer(request, response) {
  if (request.method === 'POST') {
    let bytes = 0;
    try {
      for await (const chunk of request) bytes += chunk.length;
    } catch {
      return; // who sent it has gone
    }
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ bytes }));
    return;
  }
  const bytes = Number(new URL(request.url, 'http://localhost').searchParams.get('bytes'));
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > most) {
    response.writeHead(400, { 'Content-Type': 'text/plain' }).end('bytes is a whole number up to 1e9\n');
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes });
  for (let left = bytes; left > 0 && !response.destroyed; left -= piece.length) {
    const isRoom = response.write(left < piece.length ? piece.subarray(0, left) : piece);
    if (!isRoom) await drained(response);
  }
  response.end();
}

/** Until more can be written, or nobody reads any more. */
function drained(response) {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

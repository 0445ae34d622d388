// coturn, the TURN server that others use (Debian: coturn), on loopback with one user; where it is not installed, that is said.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { certificate, key } from './turn-certificate.mjs';

const username = 'tester';
const credential = 'correct horse';

/** `where` is null when there is no turnserver here. */
export async function startTurn() {
  if (spawnSync('turnserver', ['--version']).error) {
    console.warn('\n!!! TURN NOT RUN: there is no turnserver here (Debian: apt-get install coturn)\n');
    return { where: null, stop: () => Promise.resolve() };
  }
  const port = await freePort();
  const securePort = await freePort();
  const flags = ['-n', '--no-cli', '--no-dtls', '--allow-loopback-peers', '--lt-cred-mech'];
  const address = ['--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1', '--listening-port', String(port)];
  const secure = ['--tls-listening-port', String(securePort), '--cert', certificate, '--pkey', key];
  const user = ['--realm', 'tallow.test', '--user', `${username}:${credential}`];
  const files = ['--log-file', 'stdout', '--pidfile', '/dev/null', '--userdb', '/dev/null'];
  const server = spawn('turnserver', [...flags, ...address, ...secure, ...user, ...files], { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const stop = () => {
    server.kill('SIGKILL');
    return ended;
  };
  process.once('exit', () => server.kill('SIGKILL'));
  if (!(await answers(port))) {
    await stop();
    console.warn('\n!!! TURN NOT RUN: turnserver did not start\n');
    return { where: null, stop: () => Promise.resolve() };
  }
  const where = { host: `127.0.0.1:${port}`, secureHost: `localhost:${securePort}`, username, credential };
  return { where, stop };
}

async function freePort() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Asks by STUN until it answers; false after ten seconds. */
async function answers(port) {
  const socket = createSocket('udp4');
  const request = Buffer.from('000100002112a442000000000000000000000000', 'hex');
  const answered = once(socket, 'message');
  const timer = setInterval(() => socket.send(request, port, '127.0.0.1'), 100);
  const patience = new Promise((resolve) => setTimeout(resolve, 10_000, null).unref());
  const first = await Promise.race([answered, patience]);
  clearInterval(timer);
  socket.close();
  return first !== null;
}

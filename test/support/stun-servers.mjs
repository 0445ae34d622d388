// STUN servers that answer as they would behind a NAT of a kind: RFC 5389, binding requests only.
import { once } from 'node:events';
import { createSocket } from 'node:dgram';

const COOKIE = 0x2112a442;
const PUBLIC = [203, 0, 113, 7]; // RFC 5737: for documentation

/** What each server tells who asks from `port`; null for an error, undefined for nothing. */
const behaviours = {
  cone1: (port) => port,
  cone2: (port) => port,
  symmetric: (port) => (port > 40_000 ? port - 20_000 : port + 20_000),
  error: () => null,
  silent: () => undefined,
};

export async function startStun() {
  const sockets = [];
  const urls = {};
  for (const [name, mapped] of Object.entries(behaviours)) {
    const socket = createSocket('udp4');
    socket.on('message', (message, from) => {
      if (message.length < 20 || message.readUInt16BE(0) !== 0x0001 || message.readUInt32BE(4) !== COOKIE) return;
      const port = mapped(from.port);
      if (port === undefined) return;
      const transaction = message.subarray(4, 20);
      socket.send(port === null ? failure(transaction) : success(transaction, port), from.port, from.address);
    });
    // two hosts, for two ports of one prove nothing of a NAT
    const host = name === 'cone2' ? '127.0.0.2' : '127.0.0.1';
    socket.bind(0, host);
    await once(socket, 'listening');
    sockets.push(socket);
    urls[name] = `stun:${host}:${socket.address().port}`;
  }
  return { urls, stop: () => sockets.forEach((socket) => socket.close()) };
}

function success(transaction, port) {
  const value = Buffer.alloc(8);
  value[1] = 1; // IPv4
  value.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  Buffer.from(PUBLIC).copy(value, 4);
  for (let i = 0; i < 4; i++) value[4 + i] ^= (COOKIE >>> (24 - 8 * i)) & 0xff;
  return message(0x0101, transaction, 0x0020, value);
}

const failure = (transaction) => message(0x0111, transaction, 0x0009, Buffer.from([0, 0, 4, 20, 78, 111, 33, 32]));

function message(type, transaction, attribute, value) {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(4 + value.length, 2);
  const lead = Buffer.alloc(4);
  lead.writeUInt16BE(attribute, 0);
  lead.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, transaction, lead, value]);
}

// Writes src/streams/zlib-code.ts from the zlib-streams package: node test/support/embed-zlib.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';

const { resolve } = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(resolve('zlib-streams/package.json'), 'utf8'));
const code = deflateRawSync(readFileSync(resolve('zlib-streams/zlib-streams.wasm')), { level: 9 }).toString('base64');

writeFileSync(
  new URL('../../src/streams/zlib-code.ts', import.meta.url),
  `/*!
 * @license zlib-streams ${version}, Copyright Gildas Lormeau, BSD-3-Clause; zlib, Copyright Jean-loup Gailly and Mark Adler, zlib License
 *
 * zlib as WebAssembly, deflated, in base64: workers are one file. Written by test/support/embed-zlib.mjs from npm's zlib-streams.
 */
export const zlibCode =
  '${code}';
`,
);

// Real files of random content in a temporary folder that is removed at the end.
import { randomFillSync } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const MiB = 2 ** 20;

export async function workFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'tallow-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void remove().finally(() => process.exit(1)));
  return {
    path: folder,
    remove,
    /** The path of a file of `size` MiB; made when it is first asked for. */
    async file(size) {
      const name = path.join(folder, `plain-${size}`);
      if (!(await stat(name).catch(() => null))) await fill(name, size * MiB);
      return name;
    },
    /** The path of `size` MiB of text: what stands in node_modules, programs and their documentation. */
    async text(size) {
      const name = path.join(folder, `text-${size}`);
      if (!(await stat(name).catch(() => null))) await writeText(name, size * MiB);
      return name;
    },
    /** The path of what the page sent to the server under this name. */
    kept: (name) => path.join(folder, name),
  };
}

async function fill(name, size) {
  const file = await open(name, 'w');
  const block = Buffer.alloc(8 * MiB);
  for (let left = size; left > 0; left -= block.length) {
    await file.write(randomFillSync(block), 0, Math.min(left, block.length));
  }
  await file.close();
}

/** In the order of their names, from the beginning again when they are all through. */
async function writeText(name, size) {
  const root = path.resolve(import.meta.dirname, '../../node_modules');
  const files = (await readdir(root, { recursive: true }))
    .filter((file) => /(?<!\.min)\.(?:md|m?js|ts)$/.test(file))
    .sort((a, b) => (a < b ? -1 : 1));
  const output = await open(name, 'w');
  for (let left = size, at = 0; left > 0; at++) {
    const bytes = await readFile(path.join(root, files[at % files.length])).catch(() => Buffer.alloc(0));
    await output.write(bytes, 0, Math.min(left, bytes.length));
    left -= bytes.length;
  }
  await output.close();
}

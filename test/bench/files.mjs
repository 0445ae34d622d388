// Real files of random content in a temporary folder that is removed at the end.
import { randomFillSync } from 'node:crypto';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
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

// Memory and processor time of a browser's processes on Linux. Memory is proportional set size: what is shared is counted once.
import { readdir, readFile } from 'node:fs/promises';

const INTERVAL = 100;

/** All processes under this one, its children's children too. */
export async function childrenOf(root) {
  const parents = new Map();
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    // the command stands in brackets and may hold spaces: the fields are counted from behind it
    if (line) parents.set(Number(name), Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [root];
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid) found.push(child);
  }
  return found.slice(1);
}

/** Seconds of processor time that a process and those under it have had; a hundredth is the finest Linux tells. */
export async function cpuSeconds(browser) {
  let ticks = 0;
  for (const pid of [browser, ...(await childrenOf(browser))]) {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (line === null) continue;
    const [user, system] = line
      .slice(line.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    ticks += Number(user) + Number(system);
  }
  return ticks / 100;
}

/** Bytes of a process and of those under it: of each renderer, and of all together. */
async function measure(browser) {
  let all = 0;
  const renderers = new Map();
  for (const pid of [browser, ...(await childrenOf(browser))]) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const bytes = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('--type=renderer')) renderers.set(pid, bytes);
    all += bytes;
  }
  return { all, renderers };
}

/** Samples until `work` is done; resolves with the growth over the start, in bytes, of all processes and of the page's. */
export async function peakDuring(browser, work) {
  const idle = await measure(browser);
  const peak = { all: 0, page: 0 };
  let running = true;
  const sampling = (async () => {
    while (running) {
      const now = await measure(browser);
      peak.all = Math.max(peak.all, now.all - idle.all);
      for (const [pid, bytes] of now.renderers) {
        peak.page = Math.max(peak.page, bytes - (idle.renderers.get(pid) ?? 0));
      }
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  })();
  try {
    await work();
  } finally {
    running = false;
    await sampling;
  }
  return peak;
}

// Says on what the figures were made: a figure without its machine is none.
import { cpus, loadavg, platform } from 'node:os';

export const isLinux = platform() === 'linux';

export async function machineLine(launch) {
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
  return `${cpus().length} cores, ${await launch.version()}, ${new Date().toISOString().slice(0, 16)}Z, load average ${load}`;
}

/** Finds a Chromium that is really on this machine, in the order the README states. */
import { existsSync, mkdirSync, accessSync, constants } from 'node:fs';
import { join, delimiter } from 'node:path';
import { chromium } from 'playwright';

const runnable = (p) => {
  try {
    accessSync(p, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const onPath = (n) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((d) => join(d, n))
    .find(runnable);

/** Launch options for a Chromium that is really here; null when there is none. */
export async function findChromium() {
  if (process.env.CHROME_PATH) {
    if (!runnable(process.env.CHROME_PATH))
      throw new Error(`CHROME_PATH is not executable: ${process.env.CHROME_PATH}`);
    return { source: 'CHROME_PATH', options: { executablePath: process.env.CHROME_PATH } };
  }
  if (existsSync(chromium.executablePath())) return { source: 'playwright install', options: {} };
  const names = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chrome',
    'microsoft-edge',
  ];
  const system =
    names.map(onPath).find(Boolean) ??
    [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      `${process.env.PROGRAMFILES}\\Google\\Chrome\\Application\\chrome.exe`,
    ].find(runnable);
  if (system) return { source: 'system', options: { executablePath: system } };
  if (process.platform === 'linux' && process.arch === 'x64') {
    const real = process.env.TMPDIR,
      cache = join(process.cwd(), 'node_modules/.cache/chromium');
    try {
      mkdirSync(cache, { recursive: true });
      process.env.TMPDIR = cache; // not the shared, guessable /tmp/chromium
      process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'; // makes it unpack its own libnss3 & co too
      const { default: packed } = await import('@sparticuz/chromium');
      const executablePath = await packed.executablePath();
      return {
        source: '@sparticuz/chromium',
        options: { executablePath, env: { ...process.env, LD_LIBRARY_PATH: join(cache, 'al2023/lib') } },
      };
    } catch (e) {
      if (e.code !== 'ERR_MODULE_NOT_FOUND') throw e;
    } finally {
      if (real === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = real;
      delete process.env.AWS_EXECUTION_ENV;
    }
  }
  return null;
}

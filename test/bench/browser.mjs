// Opens the benchmark's page in a Chromium of its own, with a profile on disk as people have one.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../support/find-chromium.mjs';
import { childrenOf, cpuSeconds } from './processes.mjs';

/**
 * `launch()` resolves with a page that has the library loaded and nothing started.
 *
 * A profile on disk matters: private contexts, which test tools use by default, keep the private file system and large
 * Blobs in memory, and their figures would be nobody's.
 */
export async function launcher(origin, folder) {
  const found = await findChromium();
  if (!found) throw new Error('No Chromium was found. Set CHROME_PATH, or run: npx playwright install chromium');
  let version;
  let count = 0;

  async function launch() {
    const profile = path.join(folder.path, `profile-${count++}`);
    const context = await chromium.launchPersistentContext(profile, { headless: true, ...found.options });
    const page = context.pages()[0] ?? (await context.newPage());
    const failures = [];
    page.on('pageerror', (error) => failures.push(error));
    const open = async () => {
      await page.goto(`${origin}/test/bench/page/index.html`);
      await page
        .waitForFunction(() => globalThis.bench !== undefined)
        .catch((error) => {
          throw failures[0] ?? error;
        });
    };
    await open();
    const devtools = await context.newCDPSession(page);
    version ??= (await devtools.send('Browser.getVersion')).product;
    const pid = await findProcess(profile);
    return {
      pid,
      /** Seconds of processor time that all its processes have had; NaN where the system does not tell. */
      cpu: () => (pid === null ? NaN : cpuSeconds(pid)),
      /** Calls a function of the page's `bench` object. */
      call: (name, ...args) => page.evaluate(([method, list]) => globalThis.bench[method](...list), [name, args]),
      /** Gives the page real files, as a person does; it knows them by their names. */
      give: (...paths) => page.setInputFiles('input', paths),
      setOffline: (offline) => context.setOffline(offline),
      /** Another page in its place, as when it was opened. */
      renew: open,
      collectGarbage: () => devtools.send('HeapProfiler.collectGarbage'),
      async close() {
        await context.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  }

  launch.version = async () => {
    if (version === undefined) await (await launch()).close();
    return version;
  };
  return launch;
}

/** The browser's first process: the child of this one that was started with the profile. Null where /proc is missing. */
async function findProcess(profile) {
  for (const pid of await childrenOf(process.pid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(profile)) return pid;
  }
  return null;
}

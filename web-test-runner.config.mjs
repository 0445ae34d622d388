// Runs test/**/*.test.ts in real browsers, once cross-origin isolated and once not.
//   BROWSERS=chromium,firefox,webkit   which engines (default chromium)
//   TEST='test/pool/*.test.ts'         which files
import { fileURLToPath } from 'node:url';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { bundledPackages } from './test/support/bundled-packages.mjs';
import { findChromium } from './test/support/find-chromium.mjs';
import { inlineWorkers } from './test/support/inline-workers.mjs';
import { selfReference } from './test/support/self-reference.mjs';
import { ownPortal, testServer } from './test/support/test-server.mjs';
import { trustInChromium } from './test/support/turn-certificate.mjs';
import { totals } from './test/support/totals-reporter.mjs';
import { webkitGtkLauncher } from './test/support/webkit-launcher.mjs';

const wanted = (process.env.BROWSERS ?? 'chromium').split(',');
const files = process.env.TEST ?? 'test/**/*.test.ts';
const chromium = wanted.includes('chromium') ? await findChromium() : undefined;
if (chromium === null) {
  throw new Error(
    'No Chromium found. Install one of: npx playwright install chromium | apt-get install chromium-headless-shell | Google Chrome; or set CHROME_PATH=/path/to/chrome.',
  );
}

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
const launchers = {
  chromium: () =>
    playwrightLauncher({
      product: 'chromium',
      launchOptions: { ...chromium.options, args: [...quiet, '--js-flags=--expose-gc', trustInChromium()] },
    }),
  firefox: () =>
    playwrightLauncher({
      product: 'firefox',
      concurrency: 1,
      launchOptions: {
        channel: 'moz-firefox',
        executablePath: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr',
        firefoxUserPrefs: { 'media.peerconnection.ice.loopback': true },
      },
    }),
  webkit: (isolated) => webkitGtkLauncher({ reuse: 50, env: isolated ? { JSC_useSharedArrayBuffer: '1' } : {} }),
};

// A page is served without the isolation headers when its session was noted here before the browser asked for it.
const plainSessions = new Set();
const isolated = () => wanted.map((name) => launchers[name](true));
const plain = () =>
  wanted.map((name) => {
    const launcher = launchers[name](false);
    const start = launcher.startSession.bind(launcher);
    launcher.startSession = (id, url) => {
      plainSessions.add(id);
      return start(id, url);
    };
    launcher.name += ' (not isolated)';
    return launcher;
  });

async function isolationHeaders(context, next) {
  await next();
  if (!context.response.get('Cross-Origin-Resource-Policy')) context.set('Cross-Origin-Resource-Policy', 'same-origin');
  if (plainSessions.has(context.query['wtr-session-id'])) return;
  context.set('Cross-Origin-Opener-Policy', 'same-origin');
  context.set('Cross-Origin-Embedder-Policy', 'require-corp');
}

export default {
  nodeResolve: { exportConditions: ['development'] },
  concurrency: 2,
  staticLogging: Boolean(process.env.CI),
  middleware: [isolationHeaders, ownPortal],
  plugins: [
    testServer(),
    selfReference(),
    bundledPackages(),
    inlineWorkers(),
    esbuildPlugin({
      ts: true,
      json: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  groups: [
    { name: 'isolated', files: [files, '!test/**/plain.test.ts'], browsers: isolated() },
    { name: 'plain', files: [files, '!test/**/isolated.test.ts'], browsers: plain() },
  ],
  coverageConfig: {
    include: ['src/**/*.ts', 'components/**/*.ts'],
    exclude: ['**/*.worker.ts'],
    reporters: ['lcovonly', 'text-summary'],
  },
  // no claim about speed: it ends what hangs, also on a machine with other work
  testFramework: { config: { timeout: '60000' } },
  browserStartTimeout: 90000,
  testsStartTimeout: 90000,
  testsFinishTimeout: 600000,
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: !process.env.CI && process.stdout.isTTY }),
    totals(),
  ],
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};

/** What tests ask of the server beside files: pages under a chosen policy, scripts that are missing, files on disk that change. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerEndpoint } from '../../demo/endpoints.mjs';
import { answerTransfer } from '../../demo/transfers.mjs';
import { startNetworkServers } from './network-servers.mjs';

const folder = path.join(tmpdir(), `tallow-test-${process.pid}`);

let network = null;
/** Those of network-servers.mjs, from the first question on. */
const startedNetwork = () => (network ??= startNetworkServers());

/** /own-portal: as a captive portal answers in place of the page's own server. */
export async function ownPortal(context, next) {
  if (context.path !== '/own-portal') return next();
  return context.redirect(`${(await startedNetwork()).where.http}/portal`);
}

export function testServer() {
  return {
    name: 'test-server',
    // /readme/N.js is the README's Nth JavaScript block; a block that begins with `// name.js` goes by that name too.
    // A page for an iframe: /policy-page?csp=…&module=/path.js serves an empty document under that policy that runs that module.
    async serve(context) {
      // as the demo's own server has it
      if (context.path === '/demo/transfer') {
        context.respond = false;
        await answerTransfer(context.req, context.res);
        return { body: '' };
      }
      if (context.path.startsWith('/demo/network/')) {
        context.respond = false;
        answerEndpoint(path.basename(context.path), context.req, context.res);
        return { body: '' };
      }
      if (context.path.startsWith('/readme/')) return readmeBlock(path.basename(context.path));
      if (context.path !== '/policy-page') return undefined;
      const { csp = '', module = '' } = context.query;
      if (csp) context.set('Content-Security-Policy', csp);
      const script = module ? `<script type="module" src="${module.replaceAll('"', '')}"></script>` : '';
      return { body: `<!doctype html><meta charset="utf-8"><title>policy</title>${script}`, type: 'html' };
    },
    /**
     * Commands: `choose-file` puts a real file from disk into an input; `disk-file` writes or removes one; `network-servers` starts those
     * of network-servers.mjs, and says where they are; `requests-with` counts what their HTTP server was asked; `codes-around` takes a page of its own off line.
     */
    async executeCommand({ command, payload, session }) {
      if (command === 'network-servers') return (await startedNetwork()).where;
      if (command === 'requests-with') return (await startedNetwork()).requestsWith(payload);
      if (command === 'codes-around') return codesAround(session.browser.getPage(session.id), payload);
      if (command === 'disk-file') {
        await mkdir(folder, { recursive: true });
        const file = path.join(folder, path.basename(payload.name));
        if (payload.remove) await rm(file, { force: true });
        else await writeFile(file, Buffer.alloc(payload.size, payload.fill ?? 0));
        return file;
      }
      if (command === 'choose-file') {
        if (session.browser.type !== 'playwright' || !session.browser.getPage(session.id).setInputFiles) return false;
        await session.browser.getPage(session.id).setInputFiles(payload.selector, payload.path);
        return true;
      }
      return undefined;
    },
    async serverStop() {
      await (await network)?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Not the tests' own page: off line it would not hear of the answer. */
async function codesAround(tests, { module, place, url }) {
  const context = await tests.context().browser().newContext();
  try {
    const page = await context.newPage();
    const { origin, pathname } = new URL(module);
    await page.goto(`${origin}/policy-page?module=${pathname}`);
    await page.waitForFunction(() => 'codeOf' in globalThis);
    const codes = [];
    for (const offline of [false, true, false]) {
      await context.setOffline(offline);
      codes.push(await page.evaluate((asked) => globalThis.codeOf(...asked), [place, url]));
    }
    return codes;
  } finally {
    await context.close();
  }
}

async function readmeBlock(name) {
  const text = await readFile('README.md', 'utf8');
  if (name === 'page.html') return { body: /```html\n([\s\S]*?)```/.exec(text)[1], type: 'html' };
  const blocks = Array.from(text.matchAll(/```js\n([\s\S]*?)```/g), ([, code]) => code);
  const body = blocks.find((code) => code.startsWith(`// ${name}\n`)) ?? blocks[parseInt(name, 10) - 1];
  return body && { body, type: 'js' };
}

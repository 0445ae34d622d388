// Minimal WTR browser launcher speaking plain W3C WebDriver to WebKitGTK's WebKitWebDriver.
import { spawn } from 'node:child_process';
import { readdirSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';

const freePort = () =>
  new Promise((res, rej) => {
    const s = createServer()
      .once('error', rej)
      .listen(0, '127.0.0.1', () => {
        const { port } = s.address();
        s.close(() => res(port));
      });
  });
export function findMiniBrowser() {
  const bases = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib'];
  for (const b of bases) {
    let dirs;
    try {
      dirs = readdirSync(b);
    } catch {
      continue;
    }
    for (const d of dirs
      .filter((x) => /^webkit2?gtk-/.test(x))
      .sort()
      .reverse()) {
      const p = `${b}/${d}/MiniBrowser`;
      if (existsSync(p)) return p;
    }
  }
}
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  Meta: '\uE03D',
};
const key = (k) => KEYS[k] ?? k;
const BUTTON = { left: 0, middle: 1, right: 2 };
/** The slice of Playwright's Page that @web/test-runner-commands calls for launchers whose type is 'playwright'. */
function pageFacade(cmd) {
  const keys = (actions) => cmd('POST', '/actions', { actions: [{ type: 'key', id: 'kb', actions }] });
  const mouse = (actions) =>
    cmd('POST', '/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
    });
  const down = (k) => ({ type: 'keyDown', value: key(k) }),
    up = (k) => ({ type: 'keyUp', value: key(k) });
  const move = (x, y) => ({ type: 'pointerMove', duration: 0, x, y, origin: 'viewport' });
  return {
    keyboard: {
      type: (text) => keys([...text].flatMap((c) => [down(c), up(c)])),
      press: (combo) => {
        const parts = combo === '+' ? ['+'] : combo.split('+');
        return keys([...parts.map(down), ...parts.reverse().map(up)]);
      },
      down: (k) => keys([down(k)]),
      up: (k) => keys([up(k)]),
    },
    mouse: {
      move: (x, y) => mouse([move(x, y)]),
      click: (x, y, { button = 'left' } = {}) =>
        mouse([
          move(x, y),
          { type: 'pointerDown', button: BUTTON[button] },
          { type: 'pointerUp', button: BUTTON[button] },
        ]),
      down: ({ button = 'left' } = {}) => mouse([{ type: 'pointerDown', button: BUTTON[button] }]),
      up: ({ button = 'left' } = {}) => mouse([{ type: 'pointerUp', button: BUTTON[button] }]),
    },
    async setViewportSize({ width, height }) {
      const set = (w, h) => cmd('POST', '/window/rect', { width: w, height: h });
      const size = () => cmd('POST', '/execute/sync', { script: 'return [innerWidth, innerHeight]', args: [] });
      const r = await set(width, height);
      let [w, h] = await size();
      if (w !== width || h !== height) {
        await set(r.width + width - w, r.height + height - h);
        for (let i = 0; i < 20 && (w !== width || h !== height); i++) {
          await new Promise((f) => setTimeout(f, 50));
          [w, h] = await size();
        }
      }
    },
    emulateMedia() {
      throw new Error('emulateMedia is not supported in WebKitGTK');
    },
  };
}
export function webkitGtkLauncher({
  name = 'WebKitGTK',
  driver = '/usr/bin/WebKitWebDriver',
  binary = findMiniBrowser(),
  env = {},
  concurrency = 1,
  reuse = 0,
} = {}) {
  let proc,
    xvfb,
    base,
    stopped = false;
  const active = new Map(); // wtr session id -> { sid, used }
  const pool = [];
  const call = async (method, path, body) => {
    const r = await fetch(base + path, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const { value } = await r.json();
    if (!r.ok) throw new Error(`${method} ${path}: ${value?.error} ${value?.message}`);
    return value;
  };
  async function startXvfb() {
    if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return process.env.DISPLAY;
    xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const n = await new Promise((res, rej) => {
      xvfb.once('error', rej);
      xvfb.stdio[3].once('data', (d) => res(String(d).trim()));
    });
    return `:${n}`;
  }
  let starting;
  const start = () =>
    (starting ??= (async () => {
      const display = await startXvfb();
      const port = await freePort();
      base = `http://127.0.0.1:${port}`;
      proc = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], {
        stdio: ['ignore', 'ignore', process.env.DEBUG ? 'inherit' : 'ignore'],
        env: { ...process.env, ...(display ? { DISPLAY: display } : {}), ...env },
      });
      for (let i = 0; i < 100; i++) {
        try {
          await call('GET', '/status');
          return;
        } catch {
          await new Promise((r) => setTimeout(r, 100));
        }
      }
      throw new Error('WebKitWebDriver did not start');
    })());
  return {
    name,
    type: 'playwright',
    concurrency,
    getPage(id) {
      const s = active.get(id);
      if (!s) throw new Error('no session');
      return pageFacade((m, p, b) => call(m, `/session/${s.sid}${p}`, b));
    },
    initialize: () => Promise.resolve(),
    async startSession(id, url) {
      await start();
      const pooled = pool.pop();
      const sessionId =
        pooled?.sid ??
        (
          await call('POST', '/session', {
            capabilities: {
              alwaysMatch: {
                browserName: 'MiniBrowser',
                'webkitgtk:browserOptions': { binary, args: ['--automation'] },
              },
            },
          })
        ).sessionId;
      active.set(id, { sid: sessionId, used: (pooled?.used ?? 0) + 1 });
      if (!pooled) await call('POST', `/session/${sessionId}/timeouts`, { pageLoad: 60000, script: 60000 });
      await call('POST', `/session/${sessionId}/url`, { url });
    },
    isActive: (id) => active.has(id),
    async getBrowserUrl(id) {
      const s = active.get(id);
      if (!s) throw new Error('no session');
      return call('GET', `/session/${s.sid}/url`);
    },
    async stopSession(id) {
      const s = active.get(id);
      active.delete(id);
      if (!s) return {};
      try {
        if (s.used <= reuse) {
          await call('POST', `/session/${s.sid}/url`, { url: 'about:blank' });
          pool.push(s);
          return {};
        }
      } catch {
        /* fall through: drop a session that no longer answers */
      }
      await call('DELETE', `/session/${s.sid}`).catch(() => undefined);
      return {};
    },
    async startDebugSession() {
      throw new Error('not supported');
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      for (const s of [...active.values(), ...pool]) await call('DELETE', `/session/${s.sid}`).catch(() => undefined);
      proc?.kill();
      xvfb?.kill();
    },
  };
}

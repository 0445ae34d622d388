/** What <connectivity-check> shows and says: rows, details, addresses, report, screen readers, languages, widths, schemes. */
import { expect } from '@open-wc/testing';
import { executeServerCommand, sendKeys, setViewport } from '@web/test-runner-commands';
import { registerStrings, type ConnectivityCheck } from '../../components/connectivity-check.js';
import { turnUntil } from '../support/turns.js';
import {
  bandwidthRecord,
  checker,
  direction,
  everything,
  iceRecord,
  latencyRecord,
  MadeUpBridge,
  row,
  serverRecord,
  text,
  urlRecord,
  type Answers,
} from './check-page.js';
import { clearPage, errorOf, once, part, shown } from './on-page.js';

const secret = 'never-to-be-seen';
const bad: Answers = {
  testConnectivity: [
    urlRecord(),
    urlRecord({ url: `https://b.example.org/x?token=${secret}`, status: 'timeout', code: 'no-answer' }),
  ],
  latencyCheck: latencyRecord({ median: 212 }),
  resolveIce: iceRecord({ servers: [serverRecord({ code: 'no-answer' })], mapping: 'unknown' }),
  bandwidthTest: bandwidthRecord({ download: direction({ mbps: 3 }) }),
};

/** Each leaves the element in a state. */
const states: Readonly<Record<string, () => Promise<ConnectivityCheck>>> = {
  idle: () => Promise.resolve(checker()),
  nothing: () => Promise.resolve(checker(new MadeUpBridge(), '')),
  async running() {
    const bridge = new MadeUpBridge();
    bridge.hold('latencyCheck');
    const element = checker(bridge);
    void element.check();
    await turnUntil(() => bridge.asked.includes('latencyCheck'));
    bridge.calls[1]?.progress(4, 10);
    return element;
  },
  online: () => checked({}),
  limited: () => checked(bad),
  offline: () => checked({ testConnectivity: [urlRecord({ status: 'unreachable', code: 'offline' })] }),
  async aborted() {
    const element = await states.running!();
    element.abort();
    return element;
  },
  async failed() {
    const bridge = new MadeUpBridge({ testConnectivity: new Error('x') });
    const element = checker(bridge, 'urls="/a" samples="0"');
    await errorOf(element.check());
    return element;
  },
};

async function checked(answers: Answers): Promise<ConnectivityCheck> {
  const element = checker(new MadeUpBridge(answers));
  element.bandwidth = true;
  await element.check();
  await element.updateComplete;
  for (const details of element.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
  return element;
}

function saidBy(element: ConnectivityCheck): string[] {
  const said: string[] = [];
  Object.assign(element, { ariaNotify: (words: string) => said.push(words) });
  return said;
}

describe('<connectivity-check> is accessible', () => {
  afterEach(clearPage);

  for (const [name, enter] of Object.entries(states)) {
    it(`when ${name}`, async () => {
      const element = await enter();
      await element.updateComplete;
      await expect(element).to.be.accessible();
    });
  }

  it('in the dark', async () => {
    document.documentElement.style.setProperty('color-scheme', 'dark');
    document.body.style.setProperty('background', 'Canvas');
    const element = await states.limited!();
    await expect(element).to.be.accessible();
    document.documentElement.style.removeProperty('color-scheme');
    document.body.style.removeProperty('background');
  });

  it('as a named group, busy while it checks', async () => {
    const element = await states.running!();
    await element.updateComplete;
    const internals: unknown = Reflect.get(element, 'internals');
    expect(internals).to.deep.include({ role: 'group', ariaLabel: 'Connection', ariaBusy: 'true' });
    element.abort();
    element.label = 'Ready to call?';
    await element.updateComplete;
    expect(internals).to.deep.include({ ariaLabel: 'Ready to call?', ariaBusy: 'false' });
  });

  it('with a word for every sign, and keeps the keyboard where it was', async () => {
    const element = await states.limited!();
    const marks = [...element.shadowRoot!.querySelectorAll('.mark svg')].map((mark) => mark.getAttribute('aria-label'));
    expect(marks).to.deep.equal(['warning', 'warning', 'failed', 'warning']);
    const button = part(element, 'start-button');
    button.focus();
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).to.equal(button);
  });
});

describe('<connectivity-check> tells screen readers', () => {
  afterEach(clearPage);

  it('the outcome, once', async () => {
    const element = checker();
    const said = saidBy(element);
    await element.check();
    expect(said).to.deep.equal(['Connection: Online. All 3 checks passed.']);
  });

  it('the worst of what is wrong', async () => {
    const element = checker(new MadeUpBridge(bad));
    const said = saidBy(element);
    await element.check();
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^Connection: Limited. Servers, Response time, Direct connections: This server does not/);
  });

  it('that nothing could be found out, where the browser refused to ask', async () => {
    const element = checker(
      new MadeUpBridge({ testConnectivity: [urlRecord({ status: 'blocked', code: 'policy' })] }),
      'urls="/a" samples="0"',
    );
    const said = saidBy(element);
    await element.check();
    await element.updateComplete;
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^Connection: It could not be checked\. Servers: The browser refuses to ask/);
    expect(text(part(element, 'status'))).to.equal('It could not be checked.');
  });

  it('nothing when it is told so, and nothing of an abort', async () => {
    const element = checker();
    element.announce = 'off';
    const said = saidBy(element);
    await element.check();
    element.announce = 'polite';
    void element.check();
    element.abort();
    expect(said).to.deep.equal([]);
  });
});

describe('<connectivity-check> shows', () => {
  afterEach(clearPage);

  it('a row for each check, from the first moment on', async () => {
    const element = await states.idle!();
    await element.updateComplete;
    expect([0, 1, 2, 3].map((index) => text(row(element, index)))).to.deep.equal([
      'Servers not checked yet',
      'Response time not checked yet',
      'Direct connections not checked yet',
      'Bandwidth Measure it: uses up to 20 MB of data',
    ]);
    expect(text(part(element, 'status'))).to.equal('not checked yet');
    expect(shown(element, 'copy-button')).to.equal(false);
  });

  it('how far it is', async () => {
    const element = await states.running!();
    await element.updateComplete;
    expect(text(part(element, 'status'))).to.equal('Checking, 1 of 4');
    const bar = part(element, 'check-progress');
    expect(bar instanceof HTMLProgressElement && bar.value).to.equal(0.4);
    expect(text(part(element, 'cancel-button'))).to.equal('Cancel');
    expect(shown(element, 'choice'), 'the choice is made before').to.equal(false);
  });

  it('figures, and the curve of the samples', async () => {
    const element = await states.online!();
    expect([0, 1, 2, 3].map((index) => text(row(element, index).querySelector('.figures')!))).to.deep.equal([
      'reached · 42 ms',
      '25 ms · varies by 5.3 ms',
      '2 of 2 servers answer',
      '84.4 Mb/s down · 21.3 Mb/s up',
    ]);
    expect(shown(element, 'advice')).to.equal(false);
    const line = element.shadowRoot?.querySelector('.sparkline .line')?.getAttribute('d') ?? '';
    expect(line.split('L')).to.have.length(10);
    expect(line).to.match(/^M0 /);
  });

  it('one sentence of advice where it did not pass', async () => {
    const element = await states.limited!();
    const advice = [0, 1, 2, 3].map((index) => row(element, index).querySelectorAll('.advice'));
    expect(advice.map(({ length }) => length)).to.deep.equal([1, 1, 1, 1]);
    expect(text(advice[0]![0]!)).to.equal(
      'b.example.org: No answer in time. The network or the server is overloaded, or something on the way drops requests.',
    );
  });

  it('addresses only when somebody asks, and never in the report', async () => {
    const element = await states.online!();
    const visible = () => text(element.shadowRoot!.querySelector('.base')!);
    expect(visible()).not.to.match(/203\.0\.113|192\.0\.2/);
    part(element, 'addresses-button').click();
    await element.updateComplete;
    expect(visible()).to.contain('203.0.113.77').and.to.contain('192.0.2.44');
    expect(JSON.stringify(element) + element.toText()).not.to.match(/203\.0\.113|192\.0\.2/);
    part(element, 'addresses-button').click();
    await element.updateComplete;
    expect(visible()).not.to.match(/203\.0\.113|192\.0\.2/);
  });

  it('no secret: not in the page, the attributes, the report, nor by reading', async () => {
    const turn = { urls: 'turn:turn.example.org', username: `user-${secret}`, credential: secret };
    const bridge = new MadeUpBridge(bad);
    const element = checker(bridge, everything);
    element.iceServers = [turn];
    const report = await element.check();
    await element.updateComplete;
    expect(bridge.calls[2]?.input[0]).to.deep.equal(['stun:stun.example.org', 'stun:stun2.example.org', turn]);
    expect(element.iceServers).to.deep.equal([{ urls: 'turn:turn.example.org' }]);
    const all = [JSON.stringify(report), element.toText(), element.outerHTML, element.shadowRoot!.innerHTML].join('');
    expect(all).not.to.contain(secret);
    expect(all).to.contain('https://b.example.org/x?…');
  });

  it('a report with time, browser and versions, as JSON and as text', async () => {
    const element = await states.limited!();
    const report = element.toJSON();
    expect(report).to.deep.include({
      format: 'tallow-elements/connectivity-report',
      verdict: 'limited',
      browser: navigator.userAgent,
    });
    expect(report.version).to.match(/^\d+\.\d+\.\d+/);
    expect(report.time).to.match(/^\d{4}-\d\d-\d\dT/);
    expect(report.checks[1]).to.deep.include({ check: 'latency', status: 'warning', code: 'slow' });
    expect(report.checks[1]?.figures).to.deep.include({ median: 212, samples: latencyRecord().samples, lost: 0 });
    const lines = element.toText().split('\n');
    expect(lines.slice(0, 2)).to.deep.equal(['Connection report', 'Verdict: Limited']);
    expect(lines.find((line) => line.startsWith('Response time'))).to.match(
      /^Response time: warning · 212 ms .* \[slow\]$/,
    );
    expect(structuredClone(report)).to.deep.equal(report);
  });

  it('that the report was copied, or could not be', async () => {
    const element = await states.online!();
    const texts: string[] = [];
    let mayWrite = true;
    const clipboard = {
      writeText: (words: string) =>
        mayWrite ? Promise.resolve(void texts.push(words)) : Promise.reject(new Error('no')),
    };
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
    part(element, 'copy-button').click();
    await turnUntil(() => text(part(element, 'copy-button')) === 'Copied');
    expect(texts).to.deep.equal([element.toText()]);
    mayWrite = false;
    part(element, 'copy-button').click();
    await turnUntil(() => shown(element, 'notice'));
    expect(text(part(element, 'notice'))).to.equal('The report could not be copied. Save it instead.');
    Reflect.deleteProperty(navigator, 'clipboard');
  });

  it('and says that copying or saving failed, also where there is no clipboard, unless it is told to say nothing', async () => {
    const element = await states.online!();
    const said = saidBy(element);
    const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
    const picker = Object.getOwnPropertyDescriptor(globalThis, 'showSaveFilePicker');
    const write = { write: refuse, close: refuse, abort: () => Promise.resolve() };
    Object.defineProperty(globalThis, 'showSaveFilePicker', {
      configurable: true,
      value: () => Promise.resolve({ createWritable: () => Promise.resolve(write) }),
    });
    try {
      const notice = () => (shown(element, 'notice') ? text(part(element, 'notice')) : '');
      await errorOf(element.copy());
      part(element, 'copy-button').click();
      await turnUntil(() => notice().startsWith('The report could not be copied.'));
      expect(said).to.deep.equal(['The report could not be copied. Save it instead.']);
      part(element, 'save-button').click();
      await turnUntil(() => notice().startsWith('The file could not be saved.'));
      expect(said.slice(1)).to.deep.equal(['The file could not be saved. Try again, or choose another place.']);
      element.announce = 'off';
      part(element, 'copy-button').click();
      await turnUntil(() => notice().startsWith('The report could not be copied.'));
      expect(said).to.have.length(2);
    } finally {
      Reflect.deleteProperty(navigator, 'clipboard');
      Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
      if (picker) Object.defineProperty(globalThis, 'showSaveFilePicker', picker);
    }
  });

  it('everything in the language around it, or in words of its own', async () => {
    registerStrings('eo', { 'check-latency': 'Respondotempo', 'check-start': 'Kontroli' });
    const element = checker();
    element.parentElement!.lang = 'eo';
    element.strings = { 'check-start': 'Ek!' };
    await element.updateComplete;
    expect(text(row(element, 1))).to.match(/^Respondotempo/);
    expect(text(part(element, 'start-button'))).to.equal('Ek!');
  });
});

describe('<connectivity-check> that checks by itself', () => {
  afterEach(clearPage);

  /** All is known, its details are open, and a second run goes on that nobody asked for. */
  async function again() {
    const bridge = new MadeUpBridge();
    const element = checker(bridge);
    await element.check();
    await element.updateComplete;
    for (const details of element.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
    bridge.answers.latencyCheck = latencyRecord({ median: 77 });
    bridge.hold('latencyCheck');
    dispatchEvent(new Event('online'));
    return { bridge, element, begun: () => turnUntil(() => bridge.asked.lastIndexOf('latencyCheck') > 2) };
  }
  const figures = (element: ConnectivityCheck) => text(row(element, 1).querySelector('.figures')!);
  const areOpen = (element: ConnectivityCheck) =>
    [...element.shadowRoot!.querySelectorAll('details')].map(({ open }) => open);

  it('leaves what is shown, and the keyboard, where they are until it knows more', async () => {
    const { bridge, element, begun } = await again();
    const button = part(element, 'copy-button');
    button.focus();
    const [before, status, report] = [element.results, text(part(element, 'status')), JSON.stringify(element)];
    await begun();
    await element.updateComplete;
    expect([element.state, element.loaded, element.total]).to.deep.equal(['running', 1, 4]);
    expect([element.results, text(part(element, 'status')), JSON.stringify(element)]).to.deep.equal([
      before,
      status,
      report,
    ]);
    expect(text(part(element, 'start-button'))).to.equal('Check again');
    expect(Reflect.get(element, 'internals')).to.deep.include({ ariaBusy: 'false' });
    expect([areOpen(element), element.shadowRoot?.activeElement]).to.deep.equal([[true, true, true], button]);
    const end = once(element, 'loadend');
    bridge.letGo('latencyCheck');
    await end;
    await element.updateComplete;
    expect(figures(element)).to.match(/^77 ms/);
    expect([areOpen(element), element.shadowRoot?.activeElement]).to.deep.equal([[true, true, true], button]);
  });

  it('shows how far it is, and tells the outcome, once somebody asks', async () => {
    const { bridge, element, begun } = await again();
    await begun();
    const said = saidBy(element);
    part(element, 'start-button').click();
    await element.updateComplete;
    expect(text(part(element, 'cancel-button'))).to.equal('Cancel');
    expect(text(part(element, 'status'))).to.equal('Checking, 1 of 4');
    expect(element.results.map((result) => result.status)).to.deep.equal(['passed', 'running', 'idle', 'idle']);
    const end = once(element, 'loadend');
    bridge.letGo('latencyCheck');
    await end;
    expect(said).to.deep.equal(['Connection: Online. All 3 checks passed.']);
    expect(bridge.calls).to.have.length(6);
  });

  it('keeps what was found out before, when it is cancelled', async () => {
    const { element, begun } = await again();
    const before = element.results;
    await begun();
    element.abort();
    await element.updateComplete;
    expect([element.state, element.results, element.verdict]).to.deep.equal(['aborted', before, 'online']);
    expect(figures(element)).to.match(/^25 ms/);
  });
});

describe('<connectivity-check> looks', () => {
  afterEach(clearPage);

  it('right in 280 pixels, which is a page of 320', async () => {
    await setViewport({ width: 480, height: 900 });
    for (const name of ['idle', 'running', 'limited', 'online']) {
      const element = await states[name]!();
      element.parentElement!.style.setProperty('width', '280px');
      await element.updateComplete;
      const { left, right } = element.getBoundingClientRect();
      expect(right - left).to.be.at.most(280);
      for (const inner of element.shadowRoot!.querySelectorAll('button, p, progress, dt, dd, label'))
        expect(inner.getBoundingClientRect().right, `${name} ${inner.className}`).to.be.at.most(right + 0.5);
    }
  });

  it('right to left on such a page', async () => {
    const element = await states.online!();
    element.parentElement!.dir = 'rtl';
    await element.updateComplete;
    const mark = row(element, 1).querySelector('.mark')!.getBoundingClientRect();
    const name = row(element, 1).querySelector('.name')!.getBoundingClientRect();
    expect(mark.left).to.be.above(name.left);
    expect(getComputedStyle(part(element, 'start-button')).direction).to.equal('rtl');
  });

  it('still when less motion is asked for', async () => {
    const element = await states.running!();
    await element.updateComplete;
    const turning = element.shadowRoot!.querySelector('.turning')!;
    if (navigator.userAgent.includes('Chrome')) {
      await executeServerCommand('emulate-media', { reducedMotion: 'reduce' });
      expect(getComputedStyle(turning).animationName).to.equal('none');
      await executeServerCommand('emulate-media', { reducedMotion: null });
    }
    const { matches } = matchMedia('(prefers-reduced-motion: reduce)');
    expect(getComputedStyle(turning).animationName).to.equal(matches ? 'none' : 'turning');
  });
});

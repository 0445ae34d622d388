/** What <transfer-progress> says and looks like: words, screen readers, languages, widths, schemes. */
import { expect } from '@open-wc/testing';
import { executeServerCommand, setViewport } from '@web/test-runner-commands';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { registerStrings } from '../../components/transfer-progress.js';
import { OperationError } from '../../src/errors.js';
import { clearPage, encryptor, errorOf, frame, part } from './on-page.js';
import { bar, native, Pretended, PretendedUpload, shown, words } from './transfer-page.js';

function saidBy(element: TransferProgress): string[] {
  const said: string[] = [];
  Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
  return said;
}

/** Each enters a state of the element. */
const states: Readonly<Record<string, (element: TransferProgress) => unknown>> = {
  idle: () => undefined,
  plain: (element) => (element.value = 0.4),
  active(element) {
    const target = new PretendedUpload();
    element.track(target);
    target.fire('progress', 40, 100);
  },
  unknown(element) {
    const target = new PretendedUpload();
    element.track(target);
    target.fire('progress', 40);
  },
  paused(element) {
    states.active?.(element);
    element.pause();
  },
  async stalled(element) {
    element.stallTimeout = 1;
    states.active?.(element);
    while (element.state !== 'stalled') await frame();
  },
  complete(element) {
    const target = new Pretended();
    element.track(target);
    target.fire('progress', 40, 100);
    target.fire('load', 100, 100);
  },
  failed: (element) => errorOf(element.track(() => Promise.reject(new OperationError('corrupt', 'x')))),
  aborted(element) {
    states.active?.(element);
    element.abort();
  },
  nested(element) {
    const inner = document.createElement('transfer-progress');
    inner.label = 'Inner';
    element.append(inner);
    states.active?.(inner);
  },
};

describe('<transfer-progress> is accessible', () => {
  afterEach(clearPage);

  for (const [name, enter] of Object.entries(states)) {
    it(`when ${name}`, async () => {
      const element = bar('<transfer-progress label="Upload"></transfer-progress>');
      await enter(element);
      await shown(element);
      await expect(element).to.be.accessible();
    });
  }

  it('in the dark', async () => {
    document.documentElement.style.setProperty('color-scheme', 'dark');
    document.body.style.setProperty('background', 'Canvas');
    const element = bar('<transfer-progress label="Upload"></transfer-progress>');
    await states.nested?.(element);
    await shown(element);
    await expect(element).to.be.accessible();
    document.documentElement.style.removeProperty('color-scheme');
    document.body.style.removeProperty('background');
  });

  it('as a group with a bar in it where there are buttons, which a bar would hide', async () => {
    const element = bar('<transfer-progress label="Upload"></transfer-progress>');
    states.active?.(element);
    await shown(element);
    const internals: unknown = Reflect.get(element, 'internals');
    expect(internals).to.deep.include({ role: 'group', ariaLabel: 'Upload', ariaValueNow: null, ariaValueText: null });
    const inner = native(element);
    expect(inner.hasAttribute('aria-hidden')).to.equal(false);
    expect([inner.getAttribute('aria-label'), inner.getAttribute('aria-valuetext')]).to.deep.equal(['Upload', '40%']);
    expect(part(element, 'cancel-button').getAttribute('aria-label')).to.equal('Cancel Upload');
    element.pause();
    await shown(element);
    expect(inner.getAttribute('aria-valuetext')).to.equal('40%, Paused');
  });

  it('as a bar that is not busy once it has stopped, though nobody knew how long it was', async () => {
    const element = bar();
    const internals: unknown = Reflect.get(element, 'internals');
    const target = new Pretended();
    element.track(target);
    target.fire('progress', 40);
    await shown(element);
    expect(internals).to.deep.include({ role: 'progressbar', ariaValueNow: null, ariaValueText: null });
    for (const [type, word] of [
      ['error', 'Failed'],
      ['abort', 'Cancelled'],
    ] as const) {
      target.fire('progress', 40);
      target.fire(type);
      await shown(element);
      expect(internals).to.deep.include({ role: 'progressbar', ariaValueNow: '0', ariaValueText: word });
    }
  });

  it('with the state as its value, where nobody knows how far what was paused is', async () => {
    const element = bar();
    const target = new PretendedUpload();
    element.track(target);
    target.fire('progress', 40);
    await shown(element);
    expect(native(element).hasAttribute('aria-valuetext')).to.equal(false);
    element.pause();
    await shown(element);
    expect([native(element).getAttribute('aria-valuetext'), native(element).value]).to.deep.equal(['Paused', 0]);
  });

  it('and spares screen readers its curve', async () => {
    const element = bar();
    states.active?.(element);
    await shown(element);
    for (const drawing of element.shadowRoot!.querySelectorAll('svg'))
      expect(drawing.getAttribute('aria-hidden')).to.equal('true');
  });
});

describe('<transfer-progress> tells screen readers', () => {
  afterEach(clearPage);

  it('of the beginning, each quarter and the end, with its name, each once', async () => {
    const element = bar('<transfer-progress label="Upload"></transfer-progress>');
    const said = saidBy(element);
    const target = new Pretended();
    element.track(target);
    for (const loaded of [10, 26, 30, 51, 80, 90]) {
      target.fire('progress', loaded, 100);
      await shown(element);
    }
    target.fire('load', 100, 100);
    expect(said).to.deep.equal(['Started', '25%', '50%', '75%', 'Done'].map((what) => `Upload: ${what}`));
  });

  it('why it failed, and that it was cancelled', async () => {
    const element = bar();
    const said = saidBy(element);
    await states.failed?.(element);
    states.aborted?.(element);
    expect(said).to.deep.equal([
      'Started',
      'The file is damaged: part of it was changed, moved or lost. Nothing was written.',
      'Started',
      'Cancelled',
    ]);
  });

  it('nothing of a value that stands there, and its quarters when it moves', async () => {
    const element = bar('<transfer-progress value="60" max="100"></transfer-progress>');
    const said = saidBy(element);
    await shown(element);
    expect(said).to.deep.equal([]);
    element.value = 80;
    await shown(element);
    element.value = 100;
    expect(said).to.deep.equal(['75%', 'Done']);
  });

  it('nothing when it is told so, inside another one, or when its source speaks for itself', () => {
    const off = bar('<transfer-progress announce="off"></transfer-progress>');
    const outer = bar('<transfer-progress><transfer-progress></transfer-progress></transfer-progress>');
    const inner = outer.querySelector('transfer-progress')!;
    const source = encryptor();
    const beside = bar();
    beside.track(source);
    const said = [off, inner, beside].map(saidBy);
    states.complete?.(off);
    states.complete?.(inner);
    source.dispatchEvent(new ProgressEvent('progress', { loaded: 1, total: 2, lengthComputable: true }));
    expect(said).to.deep.equal([[], [], []]);
  });
});

describe('<transfer-progress> says', () => {
  afterEach(clearPage);

  it('what is known, and nothing else', async () => {
    const texts: Record<string, string> = {};
    for (const [name, enter] of Object.entries(states)) {
      const element = bar();
      await enter(element);
      await shown(element);
      texts[name] = words(element);
    }
    expect(texts).to.deep.equal({
      idle: 'not started',
      plain: '40%',
      active: '40% · 40 bytes of 100 bytes',
      unknown: '40 bytes',
      paused: 'Paused · 40% · 40 bytes of 100 bytes',
      stalled: 'Stalled · 40% · 40 bytes of 100 bytes',
      complete: 'Done · 100 bytes',
      failed: 'The file is damaged: part of it was changed, moved or lost. Nothing was written.',
      aborted: 'Cancelled · 40 bytes of 100 bytes',
      nested: '40% · 40 bytes of 100 bytes',
    });
  });

  it('it in the language around it, or in words of its own', async () => {
    registerStrings('fi', { cancel: 'Peru' });
    const element = bar('<div lang="fi"><transfer-progress></transfer-progress></div>');
    states.active?.(element);
    await shown(element);
    expect(part(element, 'cancel-button').textContent.trim()).to.equal('Peru');
    element.strings = { cancel: 'Oma' };
    await shown(element);
    expect(part(element, 'cancel-button').textContent.trim()).to.equal('Oma');
  });

  it('its state to style sheets', async () => {
    for (const name of ['idle', 'active', 'paused', 'stalled', 'complete', 'failed', 'aborted']) {
      const element = bar();
      await states[name]?.(element);
      expect(element.matches(`:state(${name})`), name).to.equal(true);
      expect(element.state).to.equal(name);
    }
  });
});

describe('<transfer-progress> looks', () => {
  afterEach(clearPage);

  it('right in 280 pixels', async () => {
    await setViewport({ width: 480, height: 600 });
    const element = bar(
      `<transfer-progress label="${'a-name-without-any-place-to-break-it-'.repeat(4)}"></transfer-progress>`,
    );
    element.parentElement?.style.setProperty('width', '280px');
    states.active?.(element);
    await shown(element);
    const edge = element.getBoundingClientRect().right;
    expect(edge - element.getBoundingClientRect().left).to.be.at.most(280);
    for (const inner of element.shadowRoot!.querySelectorAll('button, p, progress'))
      expect(inner.getBoundingClientRect().right, inner.className).to.be.at.most(edge + 6);
  });

  it('right to left on such a page', async () => {
    const element = bar('<div dir="rtl"><transfer-progress label="x"></transfer-progress></div>');
    states.active?.(element);
    await shown(element);
    const label = part(element, 'label').getBoundingClientRect();
    const button = part(element, 'cancel-button').getBoundingClientRect();
    expect(button.left).to.be.below(label.left);
    expect(getComputedStyle(native(element)).direction).to.equal('rtl');
  });

  it('still when less motion is asked for', async () => {
    const element = bar();
    states.unknown?.(element);
    await shown(element);
    const moves = () => getComputedStyle(native(element)).animationName;
    if (navigator.userAgent.includes('Chrome')) {
      await executeServerCommand('emulate-media', { reducedMotion: 'reduce' });
      expect(moves()).to.equal('none');
      await executeServerCommand('emulate-media', { reducedMotion: null });
    }
    const { matches } = matchMedia('(prefers-reduced-motion: reduce)');
    expect(moves()).to.equal(matches ? 'none' : 'waiting');
  });
});

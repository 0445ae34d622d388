/** What a person sees, hears and presses: keyboard, focus, words, announcements, accessibility in each state. */
import { expect } from '@open-wc/testing';
import { executeServerCommand, sendKeys, setViewport } from '@web/test-runner-commands';
import { registerStrings } from '../../components/parts/strings.js';
import type { FileEncryptor } from '../../components/file-encryptor.js';
import { holdPool, type HeldPool } from './held-pool.js';
import {
  clearPage,
  dragEvent,
  encryptor,
  errorOf,
  field,
  frame,
  once,
  part,
  settled,
  shown,
  textFile,
  type,
} from './on-page.js';

const focused = (element: FileEncryptor) => element.shadowRoot?.activeElement?.getAttribute('part') ?? '';

describe('<file-encryptor> on screen', () => {
  let held: HeldPool;
  beforeEach(() => {
    held = holdPool();
  });
  afterEach(() => {
    held.end();
    clearPage();
  });
  const make = (properties: Parameters<typeof encryptor>[0] = {}) => encryptor(properties, held.place);

  it('is worked by keyboard alone: passphrase, once more, Enter, cancel, try again, save', async () => {
    const element = make();
    element.files = [textFile()];
    await settled(element);
    field(element, 'passphrase-input').focus();
    await sendKeys({ type: 'correct horse' });
    await sendKeys({ press: 'Tab' });
    expect(focused(element)).to.contain('show-button');
    await sendKeys({ press: 'Tab' });
    expect(focused(element)).to.equal('confirm-input');
    await sendKeys({ type: 'correct horse' });
    await sendKeys({ press: 'Enter' });
    await held.begun(1);
    await element.updateComplete;
    expect(element.state).to.equal('running');
    expect(focused(element)).to.contain('cancel-button');
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(element.state).to.equal('aborted');
    expect(focused(element)).to.contain('start-button');
    held.open();
    const load = once(element, 'load');
    await sendKeys({ press: 'Enter' });
    await load;
    await element.updateComplete;
    expect(focused(element)).to.contain('save-button');
    expect(shown(element, 'passphrase-input')).to.equal(false);
  });

  it('leaves the focus where it is when it is not inside', async () => {
    const other = document.createElement('button');
    held.place.append(other);
    held.open();
    const element = make({ passphrase: 'x' });
    element.files = [textFile()];
    other.focus();
    await element.start();
    await element.updateComplete;
    expect(document.activeElement).to.equal(other);
  });

  it('shows a missing and a differing passphrase where it is, and goes there', async () => {
    const element = make();
    element.files = [textFile()];
    await settled(element);
    const submit = async () => {
      part(element, 'start-button').click();
      await frame();
      await element.updateComplete;
      await frame();
    };
    expect(part(element, 'message').textContent).to.contain('nobody can recover');
    await submit();
    expect(part(element, 'message').textContent.trim()).to.equal('Type a passphrase.');
    expect(focused(element)).to.equal('passphrase-input');
    type(field(element, 'passphrase-input'), 'one');
    type(field(element, 'confirm-input'), 'two');
    await submit();
    expect(part(element, 'message').textContent.trim()).to.equal('The two passphrases are not the same.');
    expect(field(element, 'confirm-input').getAttribute('aria-invalid')).to.equal('true');
    expect(focused(element)).to.equal('confirm-input');
    expect(element.state).to.equal('ready');
  });

  it('says so when a file is tried again without a passphrase', async () => {
    const element = make({ mode: 'decrypt', multiple: true });
    element.files = [textFile('a', 'x'.repeat(400)), textFile('b', 'x'.repeat(400))];
    await settled(element);
    type(field(element, 'passphrase-input'), 'x');
    await errorOf(element.start());
    await element.updateComplete;
    type(field(element, 'passphrase-input'), '');
    part(element, 'retry-button').click();
    while (!shown(element, 'message')) await frame();
    expect(part(element, 'message').textContent.trim()).to.equal('Type a passphrase.');
  });

  it('shows and hides the passphrase', async () => {
    const element = make();
    element.files = [textFile()];
    await settled(element);
    const button = part(element, 'show-button');
    expect(field(element, 'passphrase-input').type).to.equal('password');
    expect(field(element, 'passphrase-input').autocomplete).to.equal('new-password');
    button.click();
    await element.updateComplete;
    expect([field(element, 'passphrase-input').type, field(element, 'confirm-input').type]).to.deep.equal([
      'text',
      'text',
    ]);
    expect(button.getAttribute('aria-pressed')).to.equal('true');
    button.click();
    await element.updateComplete;
    expect(field(element, 'passphrase-input').type).to.equal('password');
  });

  it('does not let what is typed look like a choice of files', async () => {
    const element = make();
    element.files = [textFile()];
    await settled(element);
    for (const name of ['input', 'change']) element.addEventListener(name, () => expect.fail(name));
    type(field(element, 'passphrase-input'), 'x');
  });

  it('has a bar that says in words how far it is, and nothing while that is unknown', async () => {
    const element = make({ passphrase: 'x', multiple: true });
    element.files = [textFile('a', 'x'.repeat(100)), textFile('b', 'y'.repeat(300))];
    const run = errorOf(element.start());
    await element.updateComplete;
    const bar = () => part(element, 'item-progress');
    expect(bar().hasAttribute('aria-valuetext')).to.equal(false);
    expect(bar().hasAttribute('value')).to.equal(false);
    await held.begun(2);
    while (!bar().hasAttribute('aria-valuetext')) await frame();
    expect(bar().getAttribute('aria-valuetext')).to.equal('50%');
    expect(bar().getAttribute('aria-label')).to.equal('Progress of a');
    expect(part(element, 'total-progress').getAttribute('aria-label')).to.equal('Total progress');
    expect(part(element, 'item-status').textContent.replaceAll('\u00a0', ' ')).to.contain(
      '50% · 50 bytes of 100 bytes',
    );
    element.abort();
    await run;
  });

  it('cancels and tries again one file of several', async () => {
    const element = make({ passphrase: 'x', multiple: true });
    element.files = [textFile('a'), textFile('b')];
    const run = errorOf(element.start());
    await held.begun(2);
    await element.updateComplete;
    element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Cancel b"]')?.click();
    await element.updateComplete;
    expect(element.items.map(({ state }) => state)).to.deep.equal(['running', 'aborted']);
    element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Try again: b"]')?.click();
    await element.updateComplete;
    expect(element.items[1]?.state).to.equal('running');
    held.open();
    await run;
    expect(element.state).to.equal('done');
  });

  describe('announcements', () => {
    it('are start, quarters and end, each once', async () => {
      const element = make({ passphrase: 'x' });
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
      element.files = [textFile('a.txt', 'x'.repeat(100))];
      const run = element.start();
      await held.begun(1);
      while (element.loaded === 0) await frame();
      held.open();
      await run;
      expect(said).to.deep.equal(['Started: one file.', '50%', 'Done: a.txt.sealed.']);
    });

    it('tell a quarter only once', () => {
      const element = make({ passphrase: 'x' });
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
      for (const loaded of [0, 20, 26, 30, 60, 80, 90, 100])
        element.dispatchEvent(new ProgressEvent('progress', { lengthComputable: true, loaded, total: 100 }));
      expect(said).to.deep.equal(['25%', '50%', '75%']);
    });

    it('tell a failure with its reason, an abort, and nothing when they are off', async () => {
      const element = make({ passphrase: 'x', mode: 'decrypt' });
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
      element.files = [textFile('a.txt', 'x'.repeat(400))];
      await errorOf(element.start());
      expect(said.at(-1)).to.equal('Failed: a.txt. Not a sealed file, so there is nothing to open.');
      element.announce = 'off';
      said.length = 0;
      await errorOf(element.retry());
      expect(said).to.deep.equal([]);
    });
  });

  it('speaks the language around it, and English where a word is missing', async () => {
    registerStrings('fi', { 'choose-file': 'Valitse tiedosto…' });
    held.place.lang = 'fi';
    const element = make();
    await element.updateComplete;
    expect(part(element, 'choose-button').textContent.trim()).to.equal('Valitse tiedosto…');
    expect(part(element, 'prompt').textContent).to.contain('Drop a file here');
    element.strings = { 'choose-file': 'Oma…' };
    await element.updateComplete;
    expect(part(element, 'choose-button').textContent.trim()).to.equal('Oma…');
  });

  it('has a state for each phase, for :state()', async () => {
    const element = make({ passphrase: 'x' });
    expect(element.matches(':state(empty)')).to.equal(true);
    element.files = [textFile()];
    expect(element.matches(':state(ready):not(:state(empty))')).to.equal(true);
    const run = element.start();
    expect(element.matches(':state(running):state(busy)')).to.equal(true);
    held.open();
    await run;
    expect(element.matches(':state(done):not(:state(busy))')).to.equal(true);
  });

  describe('goes by the system', () => {
    /** Not every engine lets a test set this: elsewhere, what holds is asked of the page as it is. */
    const canEmulate = navigator.userAgent.includes('Chrome');
    async function emulate(media: Record<string, string | null>, query: string): Promise<boolean> {
      if (canEmulate) await executeServerCommand('emulate-media', media);
      const { matches } = matchMedia(query);
      if (canEmulate) expect(matches).to.equal(Object.values(media)[0] !== null);
      return matches;
    }

    it('and moves nothing when less motion is asked for', async () => {
      const element = make({ passphrase: 'x' });
      element.files = [textFile()];
      await settled(element);
      const query = '(prefers-reduced-motion: reduce)';
      const quick = () => getComputedStyle(part(element, 'choose-button')).transitionDuration.split(', ');
      const run = errorOf(element.start());
      await element.updateComplete;
      // when it is known how far the file is, the bar does not move by itself
      await held.begun(1);
      while (element.loaded === 0) await frame();
      await element.updateComplete;
      const bar = part(element, 'item-progress');
      for (const wish of ['reduce', null]) {
        const isStill = await emulate({ reducedMotion: wish }, query);
        bar.removeAttribute('value');
        expect(getComputedStyle(bar).animationName).to.equal(isStill ? 'none' : 'waiting');
        expect(quick().every((duration) => duration === '0s')).to.equal(isStill);
      }
      element.abort();
      await run;
    });

    it('and has no pale words and lines when more contrast is asked for', async () => {
      const element = make();
      element.files = [textFile()];
      await settled(element);
      const label = element.shadowRoot!.querySelector('label')!;
      for (const wish of ['more', null]) {
        const isStrong = await emulate({ contrast: wish }, '(prefers-contrast: more)');
        const hint = getComputedStyle(part(element, 'message')).color;
        expect(hint === getComputedStyle(label).color).to.equal(isStrong);
      }
    });
  });

  it('fits into 280 pixels', async () => {
    await setViewport({ width: 480, height: 600 });
    held.place.style.setProperty('width', '280px');
    const element = make({ multiple: true, directory: true });
    element.files = [textFile('a-name-without-any-place-to-break-it-'.repeat(4)), textFile('b')];
    await settled(element);
    expect(element.getBoundingClientRect().width).to.be.at.most(280);
    for (const inner of element.shadowRoot!.querySelectorAll('button, input:not([hidden]), p'))
      expect(inner.getBoundingClientRect().right).to.be.at.most(element.getBoundingClientRect().right + 1);
  });

  describe('is accessible', () => {
    const states: Record<string, (element: FileEncryptor) => unknown> = {
      empty: () => undefined,
      'drag over': (element) => element.dispatchEvent(dragEvent('dragover', textFile())),
      ready: (element) => (element.files = [textFile('a'), textFile('b', '1234567')]),
      disabled: (element) => {
        element.files = [textFile('a')];
        element.disabled = true;
      },
      'complaining that there is no passphrase': async (element) => {
        element.files = [textFile('a')];
        await settled(element);
        part(element, 'start-button').click();
        while (element.shadowRoot?.querySelector('.problem[part=message]') === null) await frame();
        expect(part(element, 'message').textContent.trim()).to.equal('Type a passphrase.');
      },
      'complaining that two differ': async (element) => {
        element.files = [textFile('a')];
        await settled(element);
        type(field(element, 'passphrase-input'), 'one');
        type(field(element, 'confirm-input'), 'two');
        await element.updateComplete;
        expect(part(element, 'message').textContent.trim()).to.equal('The two passphrases are not the same.');
      },
      running: async (element) => {
        element.passphrase = 'x';
        element.files = [textFile('a'), textFile('b'), textFile('c')];
        errorOf(element.start());
        await held.begun(2);
      },
      done: async (element) => {
        held.open();
        element.passphrase = 'x';
        element.files = [textFile('a'), textFile('b')];
        await element.start();
      },
      failed: async (element) => {
        element.mode = 'decrypt';
        element.passphrase = 'x';
        element.files = [textFile('a', 'x'.repeat(400)), textFile('b')];
        await errorOf(element.start());
      },
      aborted: async (element) => {
        element.passphrase = 'x';
        element.files = [textFile('a')];
        const run = errorOf(element.start());
        element.abort();
        await run;
      },
    };

    for (const [name, enter] of Object.entries(states)) {
      it(`when ${name}`, async () => {
        const element = make({ multiple: true, maxSize: 500, name: 'doc' });
        element.setAttribute('aria-label', 'Documents');
        await enter(element);
        await settled(element);
        await expect(element).to.be.accessible();
      });
    }

    it('in the dark', async () => {
      document.documentElement.style.setProperty('color-scheme', 'dark');
      document.body.style.setProperty('background', 'Canvas');
      const element = make({ multiple: true });
      element.files = [textFile('a'), textFile('b')];
      await settled(element);
      await expect(element).to.be.accessible();
      document.documentElement.style.removeProperty('color-scheme');
      document.body.style.removeProperty('background');
    });
  });
});

/** <file-encryptor> does what its attributes, properties, methods and events say. */
import { expect } from '@open-wc/testing';
import { FileEncryptor } from '../../components/file-encryptor.js';
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { until } from '../support/pool-until.js';
import { holdPool, type HeldPool } from './held-pool.js';
import {
  cheap,
  clearPage,
  encryptor,
  errorOf,
  field,
  frame,
  once,
  part,
  pickIn,
  settled,
  shown,
  textFile,
  type,
} from './on-page.js';
import { Pickers } from './pickers.js';

describe('<file-encryptor>', () => {
  let held: HeldPool | undefined;
  const hold = () => (held = holdPool());
  afterEach(() => {
    held?.end();
    held = undefined;
    clearPage();
  });

  it('seals a file and opens it again, under its own name, type and date', async () => {
    const element = encryptor({ passphrase: 'correct horse' });
    element.files = [textFile()];
    const [sealed] = await element.start();
    expect(sealed?.name).to.equal('hello.txt.sealed');
    element.files = [sealed!];
    const [opened] = await element.start();
    expect(await opened!.text()).to.equal('hello');
    expect(opened).to.include({ name: 'hello.txt', type: 'text/plain', lastModified: 1_700_000_000_000 });
  });

  it('works with a key of 32 bytes, and with a CryptoKey of them', async () => {
    const bytes = new Uint8Array(32).fill(7);
    const element = encryptor({ key: bytes });
    element.files = [textFile()];
    const [sealed] = await element.start();
    const hmac = { name: 'HMAC', hash: 'SHA-512', length: 256 };
    element.key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign']);
    element.files = [sealed!];
    const [opened] = await element.start();
    expect(await opened!.text()).to.equal('hello');
  });

  it('works with a CryptoKey of another frame', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const hmac = { name: 'HMAC', hash: 'SHA-512', length: 256 };
    const theirs = await frame.contentWindow!.crypto.subtle.importKey('raw', new Uint8Array(32), hmac, false, ['sign']);
    expect(theirs).not.to.be.instanceOf(CryptoKey);
    const element = encryptor({ key: theirs });
    element.files = [textFile()];
    const [sealed] = await element.start();
    const opened = await WorkerBridge.crypto.openFile(sealed!, new Uint8Array(32));
    expect(await opened.text()).to.equal('hello');
  });

  describe('a secret that is none', () => {
    for (const name of ['passphrase', 'key'] as const) {
      for (const value of [null, undefined, ...(name === 'passphrase' ? [''] : [])]) {
        it(`brings the fields back: ${name} = ${value === '' ? "''" : String(value)}`, async () => {
          const element = encryptor({ passphrase: 'x' });
          element.files = [textFile()];
          Object.assign(element, { [name]: value });
          await settled(element);
          expect(shown(element, 'passphrase-input')).to.equal(true);
          expect(await errorOf(element.start())).to.include({ code: 'invalid', message: 'Type a passphrase.' });
        });
      }
    }

    it('is said when it is used, and the next one works', async () => {
      const element = encryptor({ key: new Uint8Array(31) });
      element.files = [textFile()];
      expect(await errorOf(element.start())).to.have.property('code', 'invalid');
      element.key = new Uint8Array(32);
      expect(await element.start()).to.have.length(1);
    });
  });

  describe('attributes', () => {
    const table = [
      ['name', 'name', '', 'doc', 'doc'],
      ['mode', 'mode', 'auto', 'decrypt', 'decrypt'],
      ['multiple', 'multiple', false, '', true],
      ['directory', 'directory', false, '', true],
      ['required', 'required', false, '', true],
      ['disabled', 'disabled', false, '', true],
      ['accept', 'accept', '', '.pdf', '.pdf'],
      ['max-size', 'maxSize', 0, '1000', 1000],
      ['max-files', 'maxFiles', 0, '3', 3],
      ['kdf', 'kdf', 'pbkdf2', 'argon2id', 'argon2id'],
      ['pool', 'pool', '', 'p', 'p'],
      ['announce', 'announce', 'polite', 'off', 'off'],
    ] as const;

    for (const [attribute, property, standard, text, value] of table) {
      it(`has ${attribute}: to the property, back, and to its default`, async () => {
        const element = document.createElement('file-encryptor');
        document.body.append(element);
        await element.updateComplete;
        expect(element.hasAttribute(attribute)).to.equal(false);
        expect(element[property]).to.equal(standard);
        element.setAttribute(attribute, text);
        expect(element[property]).to.equal(value);
        element.removeAttribute(attribute);
        expect(element[property]).to.equal(standard);
        Object.assign(element, { [property]: value });
        await element.updateComplete;
        expect(element.getAttribute(attribute)).to.equal(text);
      });
    }

    it('takes the default for words and numbers that are none', () => {
      const element = document.createElement('file-encryptor');
      element.setAttribute('mode', 'explode');
      element.setAttribute('max-size', '-3');
      element.setAttribute('max-files', 'many');
      expect(element).to.include({ mode: 'auto', maxSize: 0, maxFiles: 0 });
      element.setAttribute('mode', 'ENCRYPT');
      expect(element.mode).to.equal('encrypt');
    });

    it('gives the same result in whatever order they are set, before or after it is on the page', async () => {
      const steps = [
        (element: FileEncryptor) => element.setAttribute('max-size', '3'),
        (element: FileEncryptor) => (element.multiple = true),
        (element: FileEncryptor) => (element.mode = 'encrypt'),
        (element: FileEncryptor) => document.body.append(element),
      ];
      for (const order of [steps, [...steps].reverse()]) {
        const element = document.createElement('file-encryptor');
        for (const step of order) step(element);
        element.files = [textFile('a', 'abc'), textFile('b', 'abcd')];
        await element.updateComplete;
        expect(element.items.map(({ state }) => state)).to.deep.equal(['ready', 'refused']);
      }
    });

    it('takes up what was set before it was defined', async () => {
      const early = Object.assign(document.createElement('x-early-encryptor'), { multiple: true, passphrase: 'early' });
      document.body.append(early);
      FileEncryptor.define('x-early-encryptor');
      await customElements.whenDefined('x-early-encryptor');
      expect(early).to.be.instanceOf(FileEncryptor);
      expect(early.multiple).to.equal(true);
      await (early as unknown as FileEncryptor).updateComplete;
      expect(early.hasAttribute('multiple')).to.equal(true);
    });
  });

  describe('files', () => {
    it('takes an array, a FileList and null, and fires nothing', () => {
      const element = encryptor({ multiple: true });
      for (const name of ['input', 'change']) element.addEventListener(name, () => expect.fail(name));
      element.files = [textFile('a'), textFile('b')];
      expect(element.files.map(({ name }) => name)).to.deep.equal(['a', 'b']);
      const data = new DataTransfer();
      data.items.add(textFile('c'));
      element.files = data.files;
      expect(element.files.map(({ name }) => name)).to.deep.equal(['c']);
      element.files = null;
      expect(element).to.include({ state: 'empty', total: 0 });
    });

    it('takes one file unless it is multiple', () => {
      const element = encryptor();
      element.files = [textFile('a'), textFile('b')];
      expect(element.files).to.have.length(1);
      expect(element.items[1]?.refusal).to.deep.equal({ code: 'too-many', limit: 1 });
    });

    it('seals a sealed file again when it is told to encrypt', async () => {
      const element = encryptor({ passphrase: 'x', mode: 'encrypt' });
      element.files = [textFile()];
      const [once] = await element.start();
      element.files = [once!];
      const [twice] = await element.start();
      expect(twice?.name).to.equal('hello.txt.sealed.sealed');
    });

    it('decides anew when the mode changes', async () => {
      const element = encryptor();
      element.files = [textFile()];
      await settled(element);
      expect(element.items[0]?.action).to.equal('encrypt');
      element.mode = 'decrypt';
      await element.updateComplete;
      expect(element.items[0]?.action).to.equal('decrypt');
    });
  });

  it('goes by the mode as it is at the start, rendered or not', async () => {
    const element = encryptor({ passphrase: 'x' });
    element.files = [textFile()];
    element.mode = 'decrypt';
    expect(await errorOf(element.start())).to.have.property('code', 'not-sealed');
    element.mode = 'encrypt';
    const [sealed] = await element.retry();
    expect(sealed?.name).to.equal('hello.txt.sealed');
  });

  describe('events', () => {
    const names = [
      'beforestart',
      'statechange',
      'loadstart',
      'progress',
      'load',
      'abort',
      'error',
      'timeout',
      'loadend',
    ];
    function record(element: FileEncryptor): string[] {
      const log: string[] = [];
      for (const name of names)
        element.addEventListener(name, () => log.push(name === 'statechange' ? element.state : name));
      return log;
    }

    it('come in the order of the platform, properties before them and the promise after', async () => {
      const { place, begun, open } = hold();
      const element = encryptor({ passphrase: 'x' }, place);
      element.files = [textFile('a', 'x'.repeat(100))];
      const log = record(element);
      const run = element.start().then(() => log.push('settled'));
      await begun(1);
      open();
      await run;
      expect(log.filter((name, index) => name !== log[index - 1])).to.deep.equal([
        'beforestart',
        'running',
        'loadstart',
        'progress',
        'done',
        'load',
        'loadend',
        'settled',
      ]);
    });

    it('are ProgressEvents in bytes of plaintext that do not bubble; the last progress equals the end', async () => {
      const element = encryptor({ passphrase: 'x' });
      element.files = [textFile('a', 'x'.repeat(50_000))];
      let last: ProgressEvent | undefined;
      element.addEventListener('progress', (event) => (last = event));
      let bubbled = 0;
      const count = () => (bubbled += 1);
      document.body.addEventListener('load', count);
      const load = once(element, 'load');
      await element.start();
      const event = await load;
      document.body.removeEventListener('load', count);
      expect(bubbled).to.equal(0);
      expect(event).to.be.instanceOf(ProgressEvent);
      expect(event).to.include({
        loaded: 50_000,
        total: 50_000,
        lengthComputable: true,
        bubbles: false,
        composed: false,
      });
      expect(last).to.include({ loaded: 50_000, total: 50_000 });
      expect(element).to.include({ loaded: 50_000, total: 50_000, error: null });
    });

    it('end with abort: at once, and the work is told', async () => {
      const { place, begun, aborted } = hold();
      const element = encryptor({ passphrase: 'x', multiple: true }, place);
      element.files = [textFile('a'), textFile('b'), textFile('c')];
      const run = errorOf(element.start());
      await begun(2);
      expect(element.items.map(({ state }) => state)).to.deep.equal(['running', 'running', 'waiting']);
      const log = record(element);
      const reason = new Error('enough');
      element.abort(reason);
      expect(log.filter((name) => name !== 'progress')).to.deep.equal(['aborted', 'abort', 'loadend']);
      expect(await run).to.equal(reason);
      while (aborted() < 2) await frame();
      expect(element.results).to.deep.equal([]);
    });

    it('end with abort when the signal says so, before the start and after it', async () => {
      const { place, begun } = hold();
      const element = encryptor({ passphrase: 'x' }, place);
      element.files = [textFile()];
      const log = record(element);
      expect(await errorOf(element.start({ signal: AbortSignal.abort(new Error('early')) }))).to.have.property(
        'message',
        'early',
      );
      expect(log).to.deep.equal([]);
      const controller = new AbortController();
      const run = errorOf(element.start({ signal: controller.signal }));
      await begun(1);
      controller.abort(new Error('late'));
      expect(await run).to.have.property('message', 'late');
      expect(element.state).to.equal('aborted');
    });

    it('do not come when nothing is left to do', async () => {
      const element = encryptor();
      element.files = [textFile()];
      element.passphrase = 'x';
      const results = await element.start();
      element.passphrase = '';
      const log = record(element);
      expect(await element.start()).to.deep.equal(results);
      expect(await element.retry()).to.deep.equal(results);
      expect(await element.retry(element.items[0])).to.deep.equal(results);
      expect(log).to.deep.equal([]);
      expect(element.state).to.equal('done');
    });

    it('end with abort when a SharedCancellation says so', async () => {
      const { place, begun } = hold();
      const cancellation = new SharedCancellation();
      const element = encryptor({ passphrase: 'x' }, place);
      element.files = [textFile()];
      const run = errorOf(element.start({ signal: cancellation }));
      await begun(1);
      cancellation.cancel('enough');
      expect(await run).to.include({ name: 'AbortError', message: 'enough' });
      expect(element.state).to.equal('aborted');
      expect(await errorOf(element.start({ signal: cancellation }))).to.have.property('message', 'enough');
    });

    it('leave the files of others alone when the signal of one start says abort', async () => {
      const { place, begun, open } = hold();
      const element = encryptor({ passphrase: 'x', multiple: true }, place);
      element.files = [textFile('a'), textFile('b')];
      const first = element.retry(element.items[0]);
      await begun(1);
      const controller = new AbortController();
      const second = errorOf(element.start({ signal: controller.signal }));
      await begun(2);
      controller.abort(new Error('late'));
      expect(await second).to.have.property('message', 'late');
      expect(element.items.map(({ state }) => state)).to.deep.equal(['running', 'aborted']);
      open();
      expect((await first).map(({ name }) => name)).to.deep.equal(['a.sealed']);
    });

    it('do not start what beforestart prevents', async () => {
      const element = encryptor({ passphrase: 'x' });
      element.files = [textFile()];
      element.addEventListener('beforestart', (event) => event.preventDefault(), { once: true });
      expect(await errorOf(element.start())).to.have.property('name', 'AbortError');
      expect(element.state).to.equal('ready');
      await element.start();
      expect(element.state).to.equal('done');
    });

    it('reach handler properties, those of HTMLElement and those that it lacks', async () => {
      const element = encryptor({ passphrase: 'x' });
      element.files = [textFile()];
      const seen: string[] = [];
      element.onload = () => seen.push('load');
      element.onloadend = () => seen.push('replaced');
      element.onloadend = () => seen.push('loadend');
      element.onstatechange = () => seen.push(element.state);
      await element.start();
      expect(seen).to.deep.equal(['running', 'done', 'load', 'loadend']);
      element.onloadend = null;
      expect(element.onloadend).to.equal(null);
    });
  });

  describe('retry', () => {
    it('starts again after an abort, one file or all', async () => {
      const { place, begun, open } = hold();
      const element = encryptor({ passphrase: 'x', multiple: true }, place);
      element.files = [textFile('a'), textFile('b')];
      const run = errorOf(element.start());
      await begun(2);
      element.abort();
      await run;
      open();
      await element.retry(element.items[1]);
      expect(element.items.map(({ state }) => state)).to.deep.equal(['aborted', 'done']);
      expect(element.state).to.equal('aborted');
      await element.retry();
      expect(element.results.map(({ name }) => name)).to.deep.equal(['a.sealed', 'b.sealed']);
      expect(element.state).to.equal('done');
    });
  });

  describe('results', () => {
    const real = Object.getOwnPropertyDescriptor(WorkerBridge.crypto, 'discard');
    const discarded: string[] = [];
    beforeEach(() => {
      discarded.length = 0;
      WorkerBridge.crypto.discard = (file) => {
        discarded.push(file instanceof File ? file.name : '');
        return Promise.resolve();
      };
    });
    afterEach(() => {
      if (real) Object.defineProperty(WorkerBridge.crypto, 'discard', real);
    });

    /** As a person does it: no script gets to see the result. */
    async function press(properties: Parameters<typeof encryptor>[0] = {}): Promise<FileEncryptor> {
      const element = encryptor({ passphrase: 'x', ...properties });
      element.files = [textFile()];
      await settled(element);
      const end = once(element, 'loadend');
      part(element, 'start-button').click();
      await end;
      await element.updateComplete;
      return element;
    }

    it('are given back when their files leave the list', async () => {
      for (const leave of [
        (element: FileEncryptor) => element.reset(),
        (element: FileEncryptor) => (element.files = [textFile('next')]),
        (element: FileEncryptor) => (element.value = ''),
        (element: FileEncryptor) => element.items[0]?.remove(),
      ]) {
        const element = await press();
        discarded.length = 0;
        leave(element);
        expect(discarded).to.deep.equal(['hello.txt.sealed']);
      }
    });

    describe('are given back after a save', () => {
      let pickers: Pickers;
      beforeEach(() => (pickers = new Pickers()));
      afterEach(() => pickers.end());

      it('whose dialog was closed, or that has written them', async () => {
        for (const answer of ['closed', 'chosen', 'full'] as const) {
          pickers.answer(answer);
          const element = await press();
          discarded.length = 0;
          await element.save().catch(() => undefined);
          expect(discarded).to.deep.equal([]);
          element.reset();
          expect(discarded, answer).to.deep.equal(['hello.txt.sealed']);
        }
      });

      it('only when it has written them', async () => {
        pickers.answer('chosen');
        const write = pickers.hold();
        const element = await press();
        discarded.length = 0;
        const saved = element.save();
        element.reset();
        expect(discarded).to.deep.equal([]);
        write();
        await saved;
        expect(discarded).to.deep.equal(['hello.txt.sealed']);
      });

      it('but not when it was a download, which takes its time', async () => {
        const element = await press();
        discarded.length = 0;
        await element.save();
        element.reset();
        expect(discarded).to.deep.equal([]);
      });
    });

    it('are left alone once they were submitted or read, and when the element goes', async () => {
      const script = await press();
      expect(script.results).to.have.length(1);
      script.reset();
      const submitted = await press({ name: 'doc' });
      submitted.reset();
      const started = encryptor({ passphrase: 'x' });
      started.files = [textFile()];
      const [sealed] = await started.start();
      started.files = [sealed!];
      const removed = await press();
      removed.remove();
      await frame();
      expect(discarded).to.deep.equal([]);
    });
  });

  describe('the secret of a start', () => {
    it('is for the files of that start, whatever is set while they wait', async () => {
      const { place, begun, open } = hold();
      const element = encryptor({ passphrase: 'A', multiple: true }, place);
      const names = ['1', '2', '3', '4'];
      element.files = names.map((name) => textFile(name, name));
      const run = element.start();
      await begun(2);
      element.passphrase = 'B';
      const again = element.start();
      open();
      const results = await run;
      expect(await again).to.deep.equal(results);
      for (const [index, file] of results.entries()) {
        const opened = await WorkerBridge.crypto.openFile(file, 'A');
        expect(await opened.text()).to.equal(names[index]);
      }
    });

    it('is gone with the run: a file that is tried again by itself asks anew', async () => {
      const element = encryptor({ passphrase: 'x', mode: 'decrypt' });
      element.files = [textFile()];
      await errorOf(element.start());
      element.passphrase = '';
      expect(await errorOf(element.items[0]!.retry())).to.include({ code: 'invalid', message: 'Type a passphrase.' });
      element.passphrase = 'y';
      expect(await errorOf(element.items[0]!.retry())).to.have.property('code', 'not-sealed');
    });
  });

  it('forgets files, results and secret on reset', async () => {
    const element = encryptor({ passphrase: 'x' });
    element.files = [textFile()];
    await element.start();
    element.reset();
    expect(element).to.include({ state: 'empty', error: null });
    expect([...element.items, ...element.results, ...element.files]).to.deep.equal([]);
    element.files = [textFile()];
    expect(await errorOf(element.start())).to.include({ code: 'invalid', message: 'Type a passphrase.' });
  });

  it('says what is missing when it is started without', async () => {
    const element = encryptor();
    expect(await errorOf(element.start())).to.include({ code: 'invalid', message: 'Choose a file.' });
    element.files = [textFile()];
    expect(await errorOf(element.start())).to.include({ code: 'invalid', message: 'Type a passphrase.' });
    expect(await errorOf(element.save())).to.have.property('name', 'InvalidStateError');
  });

  it('obeys commands, where the browser sends them or a script does', async () => {
    const element = encryptor({ passphrase: 'x' });
    element.files = [textFile()];
    const command = (name: string) => element.dispatchEvent(Object.assign(new Event('command'), { command: name }));
    const load = once(element, 'loadend');
    command('--start');
    await load;
    expect(element.state).to.equal('done');
    command('--reset');
    expect(element.state).to.equal('empty');
    command('--explode');
  });

  it('obeys a button with commandfor, or a listener of it where there are no such', async () => {
    const element = encryptor({ passphrase: 'x', id: 'enc' });
    element.files = [textFile()];
    const button = document.createElement('button');
    button.setAttribute('commandfor', 'enc');
    button.setAttribute('command', '--start');
    if (!('commandForElement' in HTMLButtonElement.prototype))
      button.addEventListener('click', () => void element.start());
    document.body.append(button);
    const load = once(element, 'load');
    button.click();
    await load;
    expect(element.results).to.have.length(1);
  });

  describe('while a start looks at the files, and at what was typed,', () => {
    const table: Record<string, (element: FileEncryptor, controller: AbortController) => unknown> = {
      'abort()': (element) => element.abort(),
      'the command': (element) => element.dispatchEvent(Object.assign(new Event('command'), { command: '--abort' })),
      'the signal': (_, controller) => controller.abort(),
      'reset()': (element) => element.reset(),
      'a setting of files': (element) => (element.files = [textFile('other')]),
      'a setting of value': (element) => (element.value = ''),
      'a removal of the file': (element) => element.items[0]?.remove(),
      'a removal of the element': (element) => element.remove(),
      'a choice of another file': (element) => pickIn(element, textFile('other')),
    };
    for (const [name, cancel] of Object.entries(table)) {
      it(`${name} cancels it: nothing begins, nothing is fired`, async () => {
        const element = encryptor();
        element.files = [textFile()];
        await settled(element);
        for (const input of ['passphrase-input', 'confirm-input'] as const) type(field(element, input), 'x');
        const seen: string[] = [];
        for (const type of ['beforestart', 'loadstart', 'abort', 'loadend'])
          element.addEventListener(type, () => seen.push(type));
        const controller = new AbortController();
        const run = errorOf(element.start({ signal: controller.signal }));
        cancel(element, controller);
        expect(await run).to.have.property('name', 'AbortError');
        await frame();
        expect(seen).to.deep.equal([]);
        expect(element.state).to.be.oneOf(['ready', 'empty']);
      });
    }

    it('abort() gives its reason, and another start is as if there had been none', async () => {
      const element = encryptor();
      element.files = [textFile()];
      await settled(element);
      for (const input of ['passphrase-input', 'confirm-input'] as const) type(field(element, input), 'x');
      const reason = new Error('enough');
      const run = errorOf(element.start());
      element.abort(reason);
      expect(await run).to.equal(reason);
      expect(await element.start()).to.have.length(1);
    });

    it('a listener of beforestart may cancel it too', async () => {
      const element = encryptor({ passphrase: 'x' });
      element.files = [textFile()];
      element.addEventListener('beforestart', () => element.abort(), { once: true });
      expect(await errorOf(element.start())).to.have.property('name', 'AbortError');
      expect(element.state).to.equal('ready');
    });
  });

  describe('on the page and off it', () => {
    it('works, and says what is missing, before it was on any page', async () => {
      const element = Object.assign(document.createElement('file-encryptor'), { kdf: cheap });
      element.files = [textFile()];
      expect(await errorOf(element.start())).to.include({ code: 'invalid', message: 'Type a passphrase.' });
      element.passphrase = 'x';
      expect(await element.start()).to.have.length(1);
    });

    it('goes on when it is moved', async () => {
      const { place, begun, open } = hold();
      const element = encryptor({ passphrase: 'x' }, place);
      element.files = [textFile()];
      const run = element.start();
      await begun(1);
      const other = document.createElement('div');
      place.append(other);
      other.append(element);
      await new Promise((resolve) => setTimeout(resolve));
      expect(element.state).to.equal('running');
      open();
      expect(await run).to.have.length(1);
    });

    it('stops and forgets the secret when it is removed, and works again when it is back', async () => {
      const { place, begun, open } = hold();
      const element = encryptor({ passphrase: 'x' }, place);
      element.files = [textFile()];
      const run = errorOf(element.start());
      await begun(1);
      element.remove();
      expect(await run).to.have.property('name', 'AbortError');
      expect(element.state).to.equal('aborted');
      open();
      place.append(element);
      expect(await errorOf(element.start())).to.include({ message: 'Type a passphrase.' });
      element.passphrase = 'y';
      await element.start();
      expect(element.state).to.equal('done');
    });
  });

  it('finds a pool by id, and warns when there is none', async () => {
    const pool = document.createElement('worker-pool');
    pool.id = 'the-pool';
    document.body.append(pool);
    const element = encryptor({ passphrase: 'x', pool: 'the-pool' });
    element.files = [textFile()];
    await element.start();
    expect(pool.getStats().completed).to.be.greaterThan(0);
    const said: string[] = [];
    const warn = console.warn;
    console.warn = (text: string) => said.push(text);
    try {
      element.pool = 'nowhere';
      element.files = [textFile()];
      await element.start();
    } finally {
      console.warn = warn;
    }
    expect(said.join()).to.contain('nowhere');
  });

  it('works in the nearest pool around it', async () => {
    const pool = document.createElement('worker-pool');
    document.body.append(pool);
    const element = encryptor({ passphrase: 'x' }, pool);
    element.files = [textFile()];
    await element.start();
    expect(pool.getStats().completed).to.be.greaterThan(0);
    WorkerBridge.crypto.destroy();
  });

  it('goes on in the next pool when the one it began in is replaced', async () => {
    const pool = document.createElement('worker-pool');
    document.body.append(pool);
    const element = encryptor({ passphrase: 'x' }, pool);
    element.files = [textFile()];
    const done = element.start();
    // the passphrase is being stretched, and no range has been asked for
    await until(pool.pool, ({ running }) => running === 1);
    pool.size = 1;
    await pool.updateComplete;
    expect(await done).to.have.length(1);
    expect(pool.getStats()).to.include({ completed: 1, size: 1 });
  });

  it('stands alone without a registry, and lets itself be defined under another name', () => {
    FileEncryptor.define('x-encryptor');
    expect(document.createElement('x-encryptor')).to.be.instanceOf(FileEncryptor);
    FileEncryptor.define();
    expect(customElements.get('file-encryptor')).to.equal(FileEncryptor);
  });
});

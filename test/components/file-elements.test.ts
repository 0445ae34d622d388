/** What all elements that work on files have in common, each of them in turn: intake, run, form, commands, voice, look. */
import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { OperationError } from '../../src/errors.js';
import { kinds, makeElement, type AnyFileElement } from './file-elements.js';
import { holdPool, type HeldPool } from './held-pool.js';
import {
  clearPage,
  dragEvent,
  dropFolderOn,
  dropOn,
  errorOf,
  frame,
  once,
  part,
  pasteEvent,
  settled,
  shown,
  textFile,
} from './on-page.js';
import { Pickers } from './pickers.js';

for (const kind of kinds) {
  describe(`<${kind.tag}>, as all elements that work on files,`, () => {
    let held: HeldPool;
    beforeEach(() => {
      held = holdPool();
    });
    afterEach(() => {
      held.end();
      clearPage();
    });
    const make = (properties: Readonly<Record<string, unknown>> = {}, parent: Element = held.place) =>
      makeElement(kind, properties, parent);
    const press = async (element: AnyFileElement, name: string) => {
      await element.updateComplete;
      part(element, name).click();
    };
    const command = (element: AnyFileElement, name: string) =>
      element.dispatchEvent(Object.assign(new Event('command'), { command: name }));
    const commands = (element: AnyFileElement) => ({
      start: () => command(element, '--start'),
      abort: () => command(element, '--abort'),
      retry: () => command(element, '--retry'),
      reset: () => command(element, '--reset'),
    });

    it('takes what is dropped, and fires input and change', async () => {
      const element = make({ multiple: true });
      const seen: string[] = [];
      for (const name of ['input', 'change']) element.addEventListener(name, ({ type }) => seen.push(type));
      const change = once(element, 'change');
      dropOn(element, textFile('a.txt'), textFile('b.txt'));
      await change;
      expect(element.files.map(({ name }) => name)).to.deep.equal(['a.txt', 'b.txt']);
      expect(seen).to.deep.equal(['input', 'change']);
    });

    it('says what it takes when a script sets files that are none, and keeps those that it has', () => {
      const element = make({ multiple: true });
      element.files = [textFile('a.txt')];
      for (const wrong of [
        'a.txt',
        5,
        textFile('b.txt').slice(),
        [new Blob(['x'])],
        [null],
        [[textFile('b.txt')]],
        {},
      ]) {
        expect(() => (element.files = wrong as unknown as File[]))
          .to.throw(OperationError, /Files/)
          .with.property('code', 'invalid');
      }
      expect(element.files.map(({ name }) => name)).to.deep.equal(['a.txt']);
    });

    it('takes every kind where accept is null', () => {
      const element = make({ accept: null });
      element.files = [textFile('a.txt')];
      expect(element.files).to.have.length(1);
    });

    it('shows no name in another order than it has', async () => {
      const element = make();
      element.files = [textFile('photo\u202egnp.exe')];
      await element.updateComplete;
      const name = part(element, 'item-name');
      expect([name.textContent.trim().replaceAll(/\s+/g, ' '), name.title]).to.deep.equal(
        Array(2).fill('photo gnp.exe'),
      );
      expect(part(element, 'remove-button').getAttribute('aria-label')).to.equal('Remove photo gnp.exe');
    });

    it('takes what is pasted', async () => {
      const element = make();
      await element.updateComplete;
      const change = once(element, 'change');
      element.dispatchEvent(pasteEvent(textFile('pasted.txt')));
      await change;
      expect(element.files.map(({ name }) => name)).to.deep.equal(['pasted.txt']);
    });

    it('lists what breaks a limit, with the reason, and works on the others', async () => {
      held.open();
      const element = make({ multiple: true, maxSize: 10 });
      element.files = [textFile('a.txt'), textFile('large.txt', 'x'.repeat(11))];
      await element.start();
      expect(element.items.map(({ state }) => state)).to.deep.equal(['done', 'refused']);
      expect(element.items[1]?.refusal?.code).to.equal('too-large');
    });

    it('keeps the file that it has, and what came of it, when the next one is refused', async () => {
      held.open();
      const element = make({ maxSize: 10, accept: '.txt' });
      element.files = [textFile('a.txt')];
      const results = await element.start();
      for (const refused of [textFile('large.txt', 'x'.repeat(11)), textFile('b.exe')]) {
        const change = once(element, 'change');
        dropOn(element, refused);
        await change;
        expect(element.items.map(({ name, state }) => `${name} ${state}`)).to.deep.equal([
          'a.txt done',
          `${refused.name} refused`,
        ]);
      }
      expect([element.state, element.results]).to.deep.equal(['done', results]);
      const change = once(element, 'change');
      dropOn(element, textFile('b.txt'), textFile('c.txt'));
      await change;
      expect(element.items.map(({ name }) => name)).to.deep.equal(['b.txt', 'c.txt']);
      expect(element.items[1]?.refusal?.code).to.equal('too-many');
    });

    it('refuses a folder where none is taken, in one clear sentence', async () => {
      const element = make({ multiple: true });
      const change = once(element, 'change');
      dropFolderOn(element, 'photos');
      await change;
      await element.updateComplete;
      expect(element.items.map(({ name, refusal }) => [name, refusal?.code])).to.deep.equal([['photos', 'folder']]);
      expect(part(element, 'item-status').textContent.trim()).to.equal('Not added: folders are not taken here.');
      expect((await errorOf(element.start())).code).to.equal('invalid');
      held.open();
      const next = once(element, 'change');
      dropOn(element, textFile('a.txt'));
      await next;
      await element.start();
      expect(element.items.map(({ state }) => state)).to.deep.equal(['done']);
    });

    it('goes through its states and events in order', async () => {
      const element = make();
      const seen: string[] = [element.state];
      for (const name of ['beforestart', 'loadstart', 'load', 'abort', 'error', 'loadend'])
        element.addEventListener(name, ({ type }) => seen.push(type));
      element.addEventListener('statechange', () => {
        seen.push(element.state);
        expect(element.matches(`:state(${element.state})`)).to.equal(true);
      });
      element.files = [textFile('a.txt')];
      const run = element.start();
      await held.begun(1);
      expect(element.matches(':state(busy)')).to.equal(true);
      held.open();
      expect(await run).to.have.length(1);
      const order = ['empty', 'ready', 'beforestart', 'running', 'loadstart', 'done', 'load', 'loadend'];
      expect(seen).to.deep.equal(order);
      expect([element.loaded, element.total]).to.deep.equal([5, 5]);
    });

    it('tells progress in bytes of the file', async () => {
      const element = make();
      element.files = [textFile('a.txt', 'x'.repeat(100))];
      const progress = once(element, 'progress');
      const run = errorOf(element.start());
      const event = await progress;
      if (!(event instanceof ProgressEvent)) throw new Error('no ProgressEvent');
      expect([event.lengthComputable, event.loaded, event.total]).to.deep.equal([true, 50, 100]);
      element.abort();
      await run;
    });

    it('is cancelled at once, and tried again', async () => {
      const element = make();
      element.files = [textFile('a.txt')];
      const run = errorOf(element.start());
      await held.begun(1);
      element.abort();
      expect((await run).name).to.equal('AbortError');
      expect(element.state).to.equal('aborted');
      held.open();
      await element.retry();
      expect(element.state).to.equal('done');
    });

    it('says what failed in words, and goes on with the others', async () => {
      const element = make({ multiple: true });
      element.files = [textFile('a.txt')];
      held.failWith(new OperationError('changed', 'internal words'));
      held.open();
      expect((await errorOf(element.start())).code).to.equal('changed');
      await element.updateComplete;
      expect(element.state).to.equal('failed');
      expect(part(element, 'item-status').textContent).to.contain('changed or vanished');
      held.failWith(null);
      await press(element, 'start-button');
      await once(element, 'loadend');
      expect(element.state).to.equal('done');
    });

    it('does not start when a listener of beforestart says so', async () => {
      const element = make();
      element.files = [textFile('a.txt')];
      element.addEventListener('beforestart', (event) => event.preventDefault());
      expect((await errorOf(element.start())).name).to.equal('AbortError');
      expect(element.state).to.equal('ready');
    });

    it('does what commands say', async () => {
      const element = make();
      element.files = [textFile('a.txt')];
      const { start, abort, retry, reset } = commands(element);
      start();
      await held.begun(1);
      abort();
      expect(element.state).to.equal('aborted');
      held.open();
      const load = once(element, 'load');
      retry();
      await load;
      reset();
      expect([element.state, element.items.length]).to.deep.equal(['empty', 0]);
    });

    it('stops what it has begun when it is removed', async () => {
      const element = make();
      element.files = [textFile('a.txt')];
      const run = errorOf(element.start());
      await held.begun(1);
      element.remove();
      expect((await run).name).to.equal('AbortError');
    });

    it('works in the pool that is named', async () => {
      const pool = document.createElement('worker-pool');
      pool.id = 'named';
      document.body.append(pool);
      const element = make({ pool: 'named' }, document.body);
      element.files = [textFile('a.txt')];
      await element.start();
      expect(pool.getStats().completed).to.be.at.least(1);
    });

    it('holds its form back until all is done, and is submitted then', async () => {
      const form = document.createElement('form');
      held.place.append(form);
      const element = make({ name: 'doc', required: true }, form);
      const entries = () =>
        new FormData(form).getAll('doc').map((entry) => (entry instanceof File ? entry.name : entry));
      await element.updateComplete;
      expect(element.validity.valueMissing).to.equal(true);
      element.files = [textFile('a.txt')];
      await settled(element);
      expect([form.checkValidity(), entries().length]).to.deep.equal([false, 0]);
      expect(element.validationMessage).to.match(/not .* yet/);
      const run = element.start();
      await held.begun(1);
      expect(element.validationMessage).to.contain('Wait');
      held.open();
      await run;
      expect(form.checkValidity()).to.equal(true);
      expect(entries()).to.deep.equal(kind.submitted);
      form.reset();
      expect([element.state, entries().length]).to.deep.equal(['empty', 0]);
    });

    it('says start and end to screen readers, once', async () => {
      const element = make();
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
      held.open();
      element.files = [textFile('a.txt')];
      await element.start();
      expect(said.filter((text) => !text.endsWith('%'))).to.deep.equal(['Started: one file.', kind.said]);
      said.length = 0;
      element.announce = 'off';
      element.files = [textFile('a.txt')];
      await element.start();
      expect(said).to.deep.equal([]);
    });

    it('is worked by keyboard, and keeps the focus', async () => {
      const element = make({ multiple: true });
      element.files = [textFile('a.txt'), textFile('b.txt')];
      await settled(element);
      const focused = () => element.shadowRoot?.activeElement?.getAttribute('part') ?? '';
      part(element, 'start-button').focus();
      await sendKeys({ press: 'Enter' });
      await held.begun(2);
      await element.updateComplete;
      expect(focused()).to.contain('cancel-button');
      const load = once(element, 'load');
      held.open();
      await load;
      await element.updateComplete;
      expect(focused()).to.contain('save-button');
      part(element, 'remove-button').focus();
      await sendKeys({ press: 'Delete' });
      await element.updateComplete;
      expect(element.files.map(({ name }) => name)).to.deep.equal(['b.txt']);
      expect(focused()).to.contain('remove-button');
    });

    it('has its own words for the button, and those of the page in their place', async () => {
      const element = make();
      element.files = [textFile('a.txt')];
      await settled(element);
      expect(part(element, 'start-button').textContent.trim()).to.equal(kind.start);
      element.strings = { reset: 'Leeren' };
      await element.updateComplete;
      expect(part(element, 'reset-button').textContent.trim()).to.equal('Leeren');
    });

    it('fits into 280 pixels, also from right to left', async () => {
      await setViewport({ width: 480, height: 800 });
      held.open();
      held.place.style.setProperty('width', '280px');
      const element = make({ multiple: true, directory: true });
      element.files = [textFile('a-name-without-any-place-to-break-it-'.repeat(4)), textFile('b.txt')];
      await element.start();
      for (const direction of ['ltr', 'rtl']) {
        held.place.dir = direction;
        await settled(element);
        const { left, right } = element.getBoundingClientRect();
        expect(right - left).to.be.at.most(280);
        for (const inner of element.shadowRoot!.querySelectorAll(
          'button, input:not([hidden]), textarea, p, table, dl',
        )) {
          const box = inner.getBoundingClientRect();
          if (box.width <= 1) continue;
          expect(box.right, inner.outerHTML).to.be.at.most(right + 1);
          expect(box.left, inner.outerHTML).to.be.at.least(left - 1);
        }
      }
    });

    describe('is accessible', () => {
      const two = () => [textFile('a.txt'), textFile('b.txt', '1234567')];
      const states: Record<string, (element: AnyFileElement) => unknown> = {
        empty: () => undefined,
        'drag over': (element) => element.dispatchEvent(dragEvent('dragover', textFile())),
        ready: (element) => (element.files = two()),
        disabled: (element) => {
          element.files = two();
          element.disabled = true;
        },
        running: async (element) => {
          element.files = [...two(), textFile('c.txt')];
          errorOf(element.start());
          await held.begun(2);
        },
        done: async (element) => {
          held.open();
          element.files = two();
          await element.start();
        },
        failed: async (element) => {
          held.failWith(new OperationError('changed', ''));
          held.open();
          element.files = [...two(), textFile('large.txt', 'x'.repeat(501))];
          await errorOf(element.start());
        },
        refusing: async (element) => {
          element.accept = '.txt';
          element.maxFiles = 2;
          element.files = [...two(), textFile('third.txt'), textFile('x.exe'), textFile('large.txt', 'x'.repeat(501))];
          await settled(element);
          expect(element.items.filter(({ state }) => state === 'refused')).to.have.length(3);
        },
        'taking folders': async (element) => {
          element.directory = true;
          await element.updateComplete;
          expect(shown(element, 'folder-button')).to.equal(true);
        },
        'not able to save': async (element) => {
          held.open();
          element.files = two();
          await element.start();
          await element.updateComplete;
          const pickers = new Pickers();
          pickers.answer('full');
          part(element, 'actions').querySelector<HTMLElement>('[part~=save-button]')?.click();
          pickers.end();
          while (!shown(element, 'notice')) await frame();
        },
        aborted: async (element) => {
          element.files = two();
          const run = errorOf(element.start());
          element.abort();
          await run;
        },
        'done in the dark': async (element) => {
          document.documentElement.style.setProperty('color-scheme', 'dark');
          document.body.style.setProperty('background', 'Canvas');
          held.open();
          element.files = two();
          await element.start();
        },
      };
      afterEach(() => {
        document.documentElement.style.removeProperty('color-scheme');
        document.body.style.removeProperty('background');
      });

      for (const [name, enter] of Object.entries(states)) {
        it(`when ${name}`, async () => {
          const element = make({ multiple: true, maxSize: 500, name: 'doc' });
          element.setAttribute('aria-label', 'Documents');
          await enter(element);
          await settled(element);
          await frame();
          expect(shown(element, 'drop-zone')).to.equal(true);
          await expect(element).to.be.accessible();
        });
      }
    });
  });
}

/** The secret is nowhere but in the field: not in markup, attributes, events, errors, the console, forms or after reset. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { clearPage, encryptor, errorOf, field, part, pasteEvent, settled, textFile, type } from './on-page.js';

const secret = 'Zyzzyva-secret-7319';

/** Everything that can be read of a value, a few levels deep. */
function textOf(value: unknown, depth = 4): string {
  if (depth === 0 || value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return '';
  // what an event tells is on its prototype
  const told = value instanceof Event ? ['data', 'key', 'detail'].map((name) => textOf(Reflect.get(value, name))) : [];
  const own = Object.getOwnPropertyNames(value).map((name) => {
    const found: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    return textOf(found, depth - 1);
  });
  return [value instanceof Error ? `${value.name} ${value.message} ${value.stack ?? ''}` : '', ...told, ...own].join(
    ' ',
  );
}

/** Events that tell text; those of keys do too, and stay. */
const telling = [
  'beforeinput',
  'input',
  'textInput',
  'paste',
  'compositionstart',
  'compositionupdate',
  'compositionend',
];

async function typeKeys(input: HTMLInputElement, text: string): Promise<void> {
  input.focus();
  await sendKeys({ type: text });
}

describe('<file-encryptor> keeps the secret', () => {
  const console_ = { ...console };
  const logged: unknown[] = [];
  let listening: AbortController;
  beforeEach(() => {
    logged.length = 0;
    listening = new AbortController();
    for (const name of ['log', 'warn', 'error', 'info', 'debug'] as const)
      console[name] = (...words: unknown[]) => logged.push(words);
  });
  afterEach(() => {
    Object.assign(console, console_);
    listening.abort();
    clearPage();
  });

  function markup(element: Element): string {
    const inner = element.shadowRoot?.innerHTML ?? '';
    return element.outerHTML + inner + document.documentElement.outerHTML;
  }

  it('when it is typed, used, and when it is wrong', async () => {
    const form = document.createElement('form');
    document.body.append(form);
    const element = encryptor({ name: 'doc' }, form);
    const seen: Event[] = [];
    for (const name of [
      ...telling,
      'change',
      'beforestart',
      'loadstart',
      'progress',
      'load',
      'error',
      'loadend',
      'statechange',
    ])
      document.addEventListener(name, (event) => seen.push(event), { capture: true, signal: listening.signal });
    element.files = [textFile()];
    await settled(element);
    await typeKeys(field(element, 'passphrase-input'), secret);
    await typeKeys(field(element, 'confirm-input'), secret);
    expect(field(element, 'passphrase-input').value).to.equal(secret);
    part(element, 'show-button').click();
    await element.updateComplete;
    expect(markup(element)).not.to.contain(secret);
    const [sealed] = await element.start();
    expect(await sealed!.text()).not.to.contain(secret);
    expect(markup(element)).not.to.contain(secret);
    expect(JSON.stringify([...new FormData(form)])).not.to.contain(secret);

    element.files = [sealed!];
    await settled(element);
    type(field(element, 'passphrase-input'), `${secret}!`);
    const error = await errorOf(element.start());
    await element.updateComplete;
    expect(textOf(error)).not.to.contain(secret);
    expect(textOf(seen)).not.to.contain(secret);
    expect(textOf(logged)).not.to.contain(secret);
    expect(markup(element)).not.to.contain(secret);
    expect(textOf(element)).not.to.contain(secret);
  });

  it('from who listens on the page, in whatever phase, and not what is typed elsewhere', async () => {
    const other = document.createElement('input');
    document.body.append(other);
    const element = encryptor();
    const seen: string[] = [];
    const note = (event: Event) => seen.push(`${event.type} ${textOf(event).trim()}`);
    for (const type of telling) {
      document.addEventListener(type, note, { signal: listening.signal });
      document.addEventListener(type, note, { capture: true, signal: listening.signal });
      window.addEventListener(type, note, { capture: true, signal: listening.signal });
    }
    element.files = [textFile()];
    await settled(element);
    const input = field(element, 'passphrase-input');
    await typeKeys(input, 'ab');
    input.dispatchEvent(pasteEvent());
    for (const type of ['compositionstart', 'compositionupdate', 'compositionend'])
      input.dispatchEvent(new CompositionEvent(type, { data: 'c', bubbles: true, composed: true }));
    part(element, 'show-button').click();
    await element.updateComplete;
    await typeKeys(input, 'd');
    expect(input.value).to.equal('abd');
    expect(seen).to.deep.equal([]);

    await typeKeys(other, 'e');
    expect(seen).to.include.members(['beforeinput e', 'input e']);
  });

  it('inside of a closed shadow root, from who listens in the bubbling phase', async () => {
    const holder = document.createElement('div');
    const inner = document.createElement('div');
    holder.attachShadow({ mode: 'closed' }).append(inner);
    document.body.append(holder);
    const seen: string[] = [];
    for (const type of ['beforeinput', 'input'])
      holder.addEventListener(type, () => seen.push(type), { signal: listening.signal });
    const element = encryptor({}, inner);
    element.files = [textFile()];
    await settled(element);
    await typeKeys(field(element, 'passphrase-input'), 'ab');
    expect(element.validationMessage).to.equal('The two passphrases are not the same.');
    expect(seen).to.deep.equal([]);
  });

  it('when it is set by script', async () => {
    const element = encryptor({ passphrase: secret });
    expect(element.passphrase).to.equal(null);
    expect(element.key).to.equal(null);
    element.files = [textFile()];
    await element.start();
    await element.updateComplete;
    expect(markup(element)).not.to.contain(secret);
    expect(textOf(element)).not.to.contain(secret);
    expect(element.getAttributeNames().join()).not.to.match(/pass|key|secret/);
    element.setAttribute('passphrase', 'from an attribute');
    element.reset();
    element.files = [textFile()];
    expect(await errorOf(element.start())).to.have.property('code', 'invalid');
  });

  it('when it is a key that its owner wipes', async () => {
    const own = crypto.getRandomValues(new Uint8Array(32));
    const real = own.slice();
    const element = encryptor();
    element.key = own;
    own.fill(0);
    element.files = [textFile()];
    const [sealed] = await element.start();
    expect((await WorkerBridge.crypto.openFile(sealed!, real)).size).to.equal(textFile().size);
  });

  it('and forgets what was typed on reset and when it is removed', async () => {
    const element = encryptor();
    for (const leave of [() => element.reset(), () => element.remove()]) {
      document.body.append(element);
      element.files = [textFile()];
      await settled(element);
      const input = field(element, 'passphrase-input');
      type(input, secret);
      leave();
      await new Promise((resolve) => setTimeout(resolve));
      expect(input.value).to.equal('');
    }
  });
});

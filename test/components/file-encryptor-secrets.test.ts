/** The secret is nowhere but in the field: not in markup, attributes, events, errors, the console, forms or after reset. */
import { expect } from '@open-wc/testing';
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { clearPage, encryptor, errorOf, field, part, settled, textFile, type } from './on-page.js';

const secret = 'Zyzzyva-secret-7319';

/** Everything that can be read of a value, a few levels deep. */
function textOf(value: unknown, depth = 4): string {
  if (depth === 0 || value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return '';
  const own = Object.getOwnPropertyNames(value).map((name) => {
    const found: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    return textOf(found, depth - 1);
  });
  return [value instanceof Error ? `${value.name} ${value.message} ${value.stack ?? ''}` : '', ...own].join(' ');
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
      'input',
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
    type(field(element, 'passphrase-input'), secret);
    type(field(element, 'confirm-input'), secret);
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

/** <file-encryptor> as a form control: what is submitted, and what keeps a form back. */
import { expect } from '@open-wc/testing';
import { holdPool, type HeldPool } from './held-pool.js';
import { clearPage, encryptor, errorOf, field, part, settled, textFile, type, type Settings } from './on-page.js';

describe('<file-encryptor> in a form', () => {
  let form: HTMLFormElement;
  let held: HeldPool;
  beforeEach(() => {
    held = holdPool();
    form = document.createElement('form');
    held.place.append(form);
  });
  afterEach(() => {
    held.end();
    clearPage();
  });
  const make = (properties: Settings = {}) => encryptor({ name: 'doc', ...properties }, form);

  it('submits the sealed files under its name, as Files', async () => {
    held.open();
    const element = make({ multiple: true, passphrase: 'x' });
    element.files = [textFile('a.txt'), textFile('b.txt')];
    await element.start();
    const sent = new FormData(form).getAll('doc');
    expect(sent.map((file) => (file instanceof File ? file.name : file))).to.deep.equal([
      'a.txt.sealed',
      'b.txt.sealed',
    ]);
    const [first] = sent;
    if (!(first instanceof File)) throw new Error('not a File');
    expect(await first.arrayBuffer()).to.deep.equal(await element.results[0]!.arrayBuffer());
  });

  it('never submits plaintext: not what was chosen, not what was opened', async () => {
    held.open();
    const element = make({ passphrase: 'x' });
    element.files = [textFile()];
    expect([...new FormData(form)]).to.deep.equal([]);
    const [sealed] = await element.start();
    element.files = [sealed!];
    await element.start();
    expect(element.results[0]?.name).to.equal('hello.txt');
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('submits nothing without a name, and nothing when it is disabled', async () => {
    held.open();
    const element = make({ passphrase: 'x', name: '' });
    element.files = [textFile()];
    await element.start();
    expect([...new FormData(form)]).to.deep.equal([]);
    const named = make({ passphrase: 'x' });
    named.files = [textFile()];
    await named.start();
    named.disabled = true;
    await named.updateComplete;
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('keeps the form back step by step, and says why', async () => {
    const element = make({ required: true });
    await element.updateComplete;
    expect(element.validity.valueMissing).to.equal(true);
    expect(element.validationMessage).to.equal('Choose a file.');
    expect(form.checkValidity()).to.equal(false);
    expect(element.matches(':invalid')).to.equal(true);

    element.files = [textFile()];
    await settled(element);
    expect(element.validationMessage).to.equal('Type a passphrase.');
    type(field(element, 'passphrase-input'), 'one');
    type(field(element, 'confirm-input'), 'two');
    expect(element.validationMessage).to.equal('The two passphrases are not the same.');
    type(field(element, 'confirm-input'), 'one');
    expect(element.validity.customError).to.equal(true);
    expect(element.validationMessage).to.equal('The files are not encrypted yet.');

    const run = element.start();
    await held.begun(1);
    expect(element.validationMessage).to.equal('Wait until the files are finished, or cancel.');
    expect(form.checkValidity()).to.equal(false);
    held.open();
    await run;
    expect(element.validity.valid).to.equal(true);
    expect(form.checkValidity()).to.equal(true);
  });

  it('asks for a passphrase once when it only opens', async () => {
    const element = make({ mode: 'decrypt' });
    element.files = [textFile()];
    await element.updateComplete;
    expect(() => field(element, 'confirm-input')).to.throw();
    type(field(element, 'passphrase-input'), 'one');
    expect(element.validationMessage).to.equal('The files are not opened yet.');
    expect(field(element, 'passphrase-input').autocomplete).to.equal('current-password');
  });

  it('is invalid after a failure, until it is tried again or removed', async () => {
    const element = make({ mode: 'decrypt', passphrase: 'x' });
    element.files = [textFile()];
    await errorOf(element.start());
    expect(element.validationMessage).to.equal('Some files could not be finished. Try again or remove them.');
    element.items[0]!.remove();
    expect(element.checkValidity()).to.equal(true);
  });

  it('takes a message of the page', () => {
    const element = make();
    element.setCustomValidity('No.');
    expect(element.validationMessage).to.equal('No.');
    expect(element.checkValidity()).to.equal(false);
    element.setCustomValidity('');
    expect(element.checkValidity()).to.equal(true);
  });

  it('fires invalid when it is reported, and is valid without files unless required', async () => {
    const element = make();
    expect(element.reportValidity()).to.equal(true);
    element.required = true;
    await element.updateComplete;
    let fired = false;
    element.addEventListener('invalid', (event) => {
      event.preventDefault();
      fired = true;
    });
    expect(element.reportValidity()).to.equal(false);
    expect(fired).to.equal(true);
  });

  it('forgets everything when the form is reset, and restores nothing', async () => {
    const element = make();
    element.files = [textFile()];
    await settled(element);
    type(field(element, 'passphrase-input'), 'secret');
    const input = field(element, 'passphrase-input');
    form.reset();
    await element.updateComplete;
    expect(input.value).to.equal('');
    expect(element.state).to.equal('empty');
    element.formStateRestoreCallback();
    expect(element.state).to.equal('empty');
  });

  it('stops work when the form is reset', async () => {
    const element = make({ passphrase: 'x' });
    element.files = [textFile()];
    const run = errorOf(element.start());
    await held.begun(1);
    form.reset();
    expect(await run).to.have.property('name', 'AbortError');
  });

  it('is disabled by a fieldset', async () => {
    const fieldset = document.createElement('fieldset');
    form.append(fieldset);
    const element = encryptor({ name: 'doc', passphrase: 'x' }, fieldset);
    fieldset.disabled = true;
    await element.updateComplete;
    expect(part(element, 'choose-button').matches(':disabled')).to.equal(true);
    expect(element.matches(':state(off)')).to.equal(true);
    expect(element.willValidate).to.equal(false);
    element.files = [textFile()];
    expect(await errorOf(element.start())).to.have.property('name', 'InvalidStateError');
    fieldset.disabled = false;
    await element.updateComplete;
    expect(part(element, 'choose-button').matches(':disabled')).to.equal(false);
  });

  it('has the members of a form control', () => {
    const label = document.createElement('label');
    label.htmlFor = 'the-control';
    form.append(label);
    const element = make({ id: 'the-control' });
    expect(element.form).to.equal(form);
    expect([...element.labels]).to.deep.equal([label]);
    expect(element).to.include({ type: 'file-encryptor', value: '', name: 'doc', willValidate: true });
    expect([...form.elements]).to.include(element);
    element.files = [textFile()];
    expect(() => (element.value = 'C:\\fakepath\\x')).to.throw(DOMException);
    element.value = '';
    expect(element.state).to.equal('empty');
  });

  it('goes to its button when its label is clicked', async () => {
    const label = document.createElement('label');
    label.textContent = 'Document';
    label.htmlFor = 'labelled';
    form.append(label);
    const element = make({ id: 'labelled' });
    await element.updateComplete;
    label.click();
    expect(document.activeElement).to.equal(element);
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'choose-button'));
  });
});

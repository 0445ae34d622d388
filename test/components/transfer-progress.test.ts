/** <transfer-progress> in the place of a <progress>: value, max, position, name, role, and pages without script. */
import { expect } from '@open-wc/testing';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { clearPage, shown as isShown } from './on-page.js';
import { bar, heardFrom, native, shown, words } from './transfer-page.js';

/** What the browser tells screen readers of the element itself; axe-core reads it under the same name. */
function told(element: TransferProgress): ElementInternals {
  const internals: unknown = Reflect.get(element, 'internals');
  if (internals instanceof ElementInternals) return internals;
  throw new Error('there are no internals');
}

describe('<transfer-progress> as a progress bar', () => {
  afterEach(clearPage);

  const table: readonly [attributes: string, value: number, max: number, position: number, state: string][] = [
    ['', 0, 1, -1, 'idle'],
    ['value="0.5"', 0.5, 1, 0.5, 'active'],
    ['value="30" max="100"', 30, 100, 0.3, 'active'],
    ['value="0" max="100"', 0, 100, 0, 'active'],
    ['value="100" max="100"', 100, 100, 1, 'complete'],
    ['value="200" max="100"', 100, 100, 1, 'complete'],
    ['value="-1" max="100"', 0, 100, 0, 'active'],
    ['max="100"', 0, 100, -1, 'active'],
    ['value="0.25" max="0"', 0.25, 1, 0.25, 'active'],
    ['value="0.25" max="-3"', 0.25, 1, 0.25, 'active'],
  ];
  for (const [attributes, value, max, position, state] of table) {
    it(`reads ${attributes || 'no attribute'} as <progress> does`, () => {
      const element = bar(`<transfer-progress ${attributes}></transfer-progress>`);
      expect([element.value, element.max, element.position, element.state]).to.deep.equal([
        value,
        max,
        position,
        state,
      ]);
      const platform = document.createElement('div');
      platform.append(document.createRange().createContextualFragment(`<progress ${attributes}></progress>`));
      const progress = platform.querySelector('progress')!;
      expect([element.value, element.max, element.position]).to.deep.equal([
        progress.value,
        progress.max,
        progress.position,
      ]);
    });
  }

  it('takes a value that is no number for 0, as the standard has it', () => {
    // Firefox ESR 153 takes it for none
    const element = bar('<transfer-progress value="x" max="100"></transfer-progress>');
    expect([element.value, element.position]).to.deep.equal([0, 0]);
  });

  it('reflects value and max, and refuses what is no number', () => {
    const element = bar();
    element.max = 10;
    element.value = 4;
    expect(element.outerHTML).to.contain('value="4"').and.to.contain('max="10"');
    expect(() => (element.value = NaN)).to.throw(TypeError);
    expect(() => (element.max = Infinity)).to.throw(TypeError);
    expect(element.value).to.equal(4);
  });

  it('is set up by properties before it is in the page', async () => {
    const element = document.createElement('transfer-progress');
    element.max = 8;
    element.value = 2;
    document.body.append(element);
    await shown(element);
    expect([element.position, native(element).value]).to.deep.equal([0.25, 0.25]);
  });

  it('shows how far it is, and follows', async () => {
    const element = bar('<transfer-progress value="30" max="100"></transfer-progress>');
    await shown(element);
    expect([words(element), native(element).value]).to.deep.equal(['30%', 0.3]);
    element.value = 80;
    await shown(element);
    expect(native(element).value).to.equal(0.8);
    element.removeAttribute('value');
    await shown(element);
    expect(native(element).hasAttribute('value')).to.equal(false);
    element.removeAttribute('max');
    await shown(element);
    expect([element.state, native(element).value]).to.deep.equal(['idle', 0]);
  });

  it('fires no progress events for a value, only a change of state', () => {
    const element = bar('<transfer-progress value="30" max="100"></transfer-progress>');
    const heard = heardFrom(element);
    element.value = 50;
    element.value = 100;
    expect(heard).to.deep.equal(['statechange']);
    expect(element.state).to.equal('complete');
    element.value = 10;
    expect([element.state, ...heard]).to.deep.equal(['active', 'statechange', 'statechange']);
  });

  it('counts bytes when it is told that they are bytes', async () => {
    const element = bar('<transfer-progress value="300" max="600" unit="byte"></transfer-progress>');
    await shown(element);
    expect(words(element)).to.equal('50% · 300 bytes of 600 bytes');
    element.unit = 'count';
    await shown(element);
    expect(words(element)).to.equal('50% · 300 of 600');
  });

  it('is a progress bar to screen readers, without a number while that is unknown', async () => {
    const element = bar('<transfer-progress value="42.9" max="100" label="Upload"></transfer-progress>');
    await shown(element);
    const internals = told(element);
    expect([internals.role, internals.ariaLabel]).to.deep.equal(['progressbar', 'Upload']);
    expect([internals.ariaValueNow, internals.ariaValueText]).to.deep.equal(['42', '42%']);
    expect([internals.ariaValueMin, internals.ariaValueMax]).to.deep.equal(['0', '100']);
    expect(native(element).getAttribute('aria-hidden')).to.equal('true');
    element.removeAttribute('value');
    await shown(element);
    expect([internals.ariaValueNow, internals.ariaValueText]).to.deep.equal([null, null]);
    expect(element.matches(':state(unknown)')).to.equal(true);
    element.value = 100;
    await shown(element);
    expect([internals.ariaValueNow, internals.ariaValueText]).to.deep.equal(['100', '100%, Done']);
  });

  it('is named by its label attribute, a slotted one, aria-label, or a <label>', async () => {
    const named = async (markup: string): Promise<string | null> => {
      const element = bar(markup);
      await shown(element);
      await shown(element);
      return told(element).ariaLabel;
    };
    expect(await named('<transfer-progress></transfer-progress>')).to.equal('Progress');
    expect(await named('<transfer-progress label="A"></transfer-progress>')).to.equal('A');
    expect(await named('<transfer-progress><b slot="label">B</b></transfer-progress>')).to.equal('B');
    expect(await named('<transfer-progress aria-label="C"></transfer-progress>')).to.equal('C');
    expect(await named('<label>D <transfer-progress></transfer-progress></label>')).to.contain('D');
    expect(await named('<label for="e">E</label><transfer-progress id="e"></transfer-progress>')).to.equal('E');
    const element = bar('<label for="f">F</label><transfer-progress id="f"></transfer-progress>');
    expect(element.labels.length).to.equal(1);
  });

  describe('with a <progress> in it', () => {
    const markup = '<transfer-progress><progress value="3" max="10"></progress></transfer-progress>';

    it('shows that where there is no script, and itself where there is', async () => {
      document.body.insertAdjacentHTML('beforeend', markup.replaceAll('transfer-', 'without-'));
      expect(document.querySelector('without-progress progress')?.checkVisibility()).to.equal(true);
      const element = bar(markup);
      await shown(element);
      expect(element.querySelector('progress')?.checkVisibility()).to.equal(false);
      expect(isShown(element, 'bar')).to.equal(true);
    });

    it('starts from its value, follows it, and lets go of it for a value of its own', async () => {
      const element = bar(markup);
      await shown(element);
      expect(element.position).to.equal(0.3);
      element.querySelector('progress')!.value = 6;
      await shown(element);
      expect([element.position, native(element).value]).to.deep.equal([0.6, 0.6]);
      element.max = 100;
      element.value = 1;
      expect(element.position).to.equal(0.01);
    });
  });

  it('keeps everything when it is cloned, and when it is moved', async () => {
    const element = bar('<transfer-progress value="3" max="4" label="x"></transfer-progress>');
    const copy = element.cloneNode(true);
    document.body.append(copy, element);
    await shown(element);
    expect([element.position, element.state]).to.deep.equal([0.75, 'active']);
    expect(copy instanceof HTMLElement && copy.outerHTML).to.equal(element.outerHTML);
  });
});

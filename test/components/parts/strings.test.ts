/** Words: own before registered before English, plural forms, gaps. */
import { expect } from '@open-wc/testing';
import { english, type PhraseName } from '../../../components/parts/english.js';
import { localeOf, phrase, registerStrings } from '../../../components/parts/strings.js';

describe('strings', () => {
  it('falls back to English where a translation is missing', () => {
    registerStrings('xx', { cancel: 'Xancel' });
    expect(phrase('cancel', {}, 'xx')).to.equal('Xancel');
    expect(phrase('cancel', {}, 'xx-YY')).to.equal('Xancel');
    expect(phrase('retry', {}, 'xx')).to.equal('Try again');
  });

  it('adds to a language that is registered twice', () => {
    registerStrings('xx', { retry: 'Xetry' });
    expect(phrase('cancel', {}, 'xx')).to.equal('Xancel');
    expect(phrase('retry', {}, 'xx')).to.equal('Xetry');
  });

  it("puts an element's own words first", () =>
    expect(phrase('cancel', {}, 'xx', { cancel: 'Stop' })).to.equal('Stop'));

  it('chooses the plural form of the language', () => {
    registerStrings('pl', { 'save-all': { one: '{count} plik', few: '{count} pliki', other: '{count} plików' } });
    expect([1, 3, 5].map((count) => phrase('save-all', { count }, 'pl'))).to.deep.equal([
      '1 plik',
      '3 pliki',
      '5 plików',
    ]);
    expect(phrase('encrypt', { count: 3 }, 'pl')).to.equal('Encrypt 3 files');
  });

  it('writes numbers as the language does, and leaves a gap that nobody fills', () => {
    expect(phrase('encrypt', { count: 1234 }, 'en')).to.equal('Encrypt 1,234 files');
    expect(phrase('cancel-item', {}, 'en')).to.equal('Cancel {name}');
    expect(phrase('cancel-item', { name: 'toString' }, 'en')).to.equal('Cancel toString');
  });

  it('takes what is no phrase for missing', () => {
    for (const wrong of [5, null, {}, { one: 'x' }, { other: 5 }, ['x'], () => 'x']) {
      // @ts-expect-error what a page without types could give
      expect(phrase('cancel', {}, 'en', { cancel: wrong })).to.equal('Cancel');
      // @ts-expect-error the same, registered for everybody
      registerStrings('zz', { cancel: wrong });
      expect(phrase('cancel', {}, 'zz')).to.equal('Cancel');
    }
    expect(phrase('cancel', {}, 'en', null)).to.equal('Cancel');
  });

  it('never throws, whatever the language', () => {
    for (const name of Object.keys(english)) {
      expect(phrase(name as PhraseName, { count: 2 }, '')).to.be.a('string');
      expect(phrase(name as PhraseName, { count: 2 }, '!!')).to.be.a('string');
    }
  });

  it('finds the language through shadow roots', () => {
    const host = document.createElement('div');
    host.lang = 'de';
    const inner = document.createElement('p');
    host.attachShadow({ mode: 'open' }).append(inner);
    expect(localeOf(inner)).to.equal('de');
    expect(localeOf(document.createElement('p'))).to.equal(navigator.language);
  });
});

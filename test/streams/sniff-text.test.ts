/** What text is: the kinds stand in the table of inspection; here how it is looked through. */
import { expect } from '@open-wc/testing';
import { utf8 } from '../../src/streams/bytes.js';
import { sniffText } from '../../src/streams/sniff-text.js';

const MiB = 2 ** 20;
const filled = (start: string, unit: string) => start + unit.repeat(MiB / unit.length);

describe('sniffText', () => {
  // sixteen times what files are looked at: a search that begins again everywhere would take minutes, and the test its time
  for (const [what, text, kind] of [
    ['a string of escapes that does not end', filled('["', '\\"'), 'json'],
    ['strings', filled('[', '"a",'), 'json'],
    ['letters in brackets', filled('[', 'a'), 'txt'],
    ['numbers', filled('[', '1'), 'json'],
    ['dots', filled('[1', '.'), 'txt'],
    ['quotes', filled('"', '"'), 'txt'],
    ['declarations that do not end', filled('<?xml ', '<!doctype ['), 'xml'],
    ['comments that do not end', filled('', '<!-- '), 'txt'],
    ['roots that do not end', filled('', '<svg '), 'svg'],
  ] as const) {
    it(`looks once through ${what}`, () => {
      expect(sniffText(utf8(text), false)?.extension).to.equal(kind);
    });
  }

  it('knows JSON that is cut off anywhere', () => {
    const whole = '[{"a": [1, -2.5, 3e-7, true, null], "b\\"": "c\\u0041"}, {}]';
    for (let length = 1; length < whole.length; length++) {
      const head = whole.slice(0, length);
      expect(sniffText(utf8(head), false)?.extension, head).to.equal('json');
    }
  });

  it('takes for JSON nothing that JSON has no word for', () => {
    for (const text of ['[a, b]', "['a']", '[1x', '[1.2.3,', '{"a": yes,', '{a: 1,', '["\n"]', '[x'.repeat(9)]) {
      expect(sniffText(utf8(text), false)?.extension, text).not.to.equal('json');
    }
  });
});

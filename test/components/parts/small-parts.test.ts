/** The small parts: definition, events, announcements, sentences, key derivation, sealed or not. */
import { expect } from '@open-wc/testing';
import '../../../components/define/file-encryptor.js';
import { version as packaged } from '../../../package.json';
import { announce, prepareAnnouncer, quarterMarks } from '../../../components/parts/announcer.js';
import { count } from '../../../components/parts/attributes.js';
import { define } from '../../../components/parts/define.js';
import { failureSentence, refusalSentence } from '../../../components/parts/failure.js';
import { parseKdf } from '../../../components/parts/kdf.js';
import { News } from '../../../components/parts/news.js';
import { ProgressEvents } from '../../../components/parts/progress-events.js';
import { isSealed } from '../../../src/bridge/is-sealed.js';
import { phrase } from '../../../components/parts/strings.js';
import { version } from '../../../components/parts/version.js';
import { IPCError, OperationError } from '../../../src/errors.js';

const say = (name: Parameters<typeof phrase>[0], gaps: Parameters<typeof phrase>[1]) => phrase(name, gaps, 'en');

describe('a count in an attribute', () => {
  for (const [text, number] of [
    ['3', 3],
    [' 3 ', 3],
    ['0', 0],
    ['9', 8],
    ['', 1],
    [' ', 1],
    ['-1', 1],
    ['1.5', 1],
    ['many', 1],
    [null, 1],
  ] as const) {
    it(`is ${number} where it is ${JSON.stringify(text)}, the default 1 and the most 8`, () => {
      expect(count(1, 8).fromAttribute?.(text)).to.equal(number);
    });
  }

  it('is no attribute where it is null', () => {
    expect(count(null).fromAttribute?.('x')).to.equal(null);
    expect(count(null).toAttribute?.(null)).to.equal(null);
  });
});

describe('define', () => {
  function warnings(action: () => void): string[] {
    const said: string[] = [];
    const warn = console.warn;
    console.warn = (text: string) => said.push(text);
    try {
      action();
    } finally {
      console.warn = warn;
    }
    return said;
  }

  it('is silent about a second load, and warns with both versions about another', () => {
    class Mine extends HTMLElement {
      static readonly version: string = version;
    }
    class Again extends HTMLElement {
      static readonly version: string = version;
    }
    class Other extends HTMLElement {
      static readonly version: string = '9.9.9';
    }
    define('x-mine', Mine, customElements);
    expect(warnings(() => define('x-mine', Mine, customElements))).to.deep.equal([]);
    expect(warnings(() => define('x-mine', Again, customElements))).to.deep.equal([]);
    customElements.define('x-other', Other);
    const [warning] = warnings(() => define('x-other', Mine, customElements));
    expect(warning).to.contain('9.9.9').and.to.contain(version);
    expect(customElements.get('x-other')).to.equal(Other);
  });

  it('gives a second tag a class of its own, and does nothing without a registry', () => {
    class Twice extends HTMLElement {}
    define('x-one', Twice, customElements);
    define('x-two', Twice, customElements);
    expect(document.createElement('x-two')).to.be.instanceOf(Twice);
    define('x-three', Twice, undefined);
    expect(customElements.get('x-three')).to.equal(undefined);
  });

  it('states the version of the package', () => expect(version).to.equal(packaged));
});

describe('ProgressEvents', () => {
  it('fires at most every 50 ms, and a last one that equals the end', () => {
    const seen: string[] = [];
    const target = new EventTarget();
    for (const type of ['loadstart', 'progress', 'load', 'loadend'])
      target.addEventListener(type, (event) =>
        seen.push(`${event.type} ${event instanceof ProgressEvent ? event.loaded : '?'}`),
      );
    const events = new ProgressEvents(target);
    events.start(10);
    events.progress(1, 10, 1000);
    events.progress(2, 10, 1049);
    events.progress(3, 10, 1050);
    events.progress(9, 10, 1060);
    events.progress(3, 10, 1200);
    events.flush(10, 10);
    events.flush(10, 10);
    events.end('load', 10, 10);
    expect(seen).to.deep.equal(['loadstart 0', 'progress 1', 'progress 3', 'progress 10', 'load 10', 'loadend 10']);
  });

  it('tells of an end in full before what a listener of it begins', () => {
    const seen: string[] = [];
    const target = new EventTarget();
    const events = new ProgressEvents(target, new News());
    target.addEventListener('load', () => events.start(10), { once: true });
    for (const type of ['loadstart', 'load', 'loadend']) target.addEventListener(type, () => seen.push(type));
    events.start(10);
    events.end('load', 10, 10);
    expect(seen).to.deep.equal(['loadstart', 'load', 'loadend', 'loadstart']);
  });

  it('does not bubble, and says when the length is unknown', () => {
    const target = new EventTarget();
    let event: Event | undefined;
    target.addEventListener('loadstart', (fired) => (event = fired));
    new ProgressEvents(target).start(0);
    expect(event).to.be.instanceOf(ProgressEvent);
    expect(event).to.include({ bubbles: false, composed: false, lengthComputable: false, total: 0 });
  });
});

describe('announcer', () => {
  it('hands out each quarter mark once, and never the end', () => {
    const mark = quarterMarks();
    expect([0, 0.1, 0.25, 0.3, 0.8, 0.9, 1].map(mark)).to.deep.equal([
      undefined,
      undefined,
      25,
      undefined,
      75,
      undefined,
      undefined,
    ]);
  });

  it('uses ariaNotify where there is one', () => {
    const said: string[] = [];
    const element = Object.assign(document.createElement('p'), { ariaNotify: (text: string) => said.push(text) });
    announce(element, 'hello');
    expect(said).to.deep.equal(['hello']);
  });

  describe('where there is no ariaNotify', () => {
    const element = document.createElement('p');
    Object.defineProperty(element, 'ariaNotify', { value: undefined });
    const regions = () => [...document.querySelectorAll('.tallow-announcer')];
    beforeEach(() => regions().forEach((region) => region.remove()));
    after(() => regions().forEach((region) => region.remove()));

    it('makes one polite region for the page, empty, before there is something to say', async () => {
      prepareAnnouncer(element);
      prepareAnnouncer(element);
      const [region, another] = regions();
      expect(another).to.equal(undefined);
      expect(region?.getAttribute('aria-live')).to.equal('polite');
      expect(region?.textContent).to.equal('');
      announce(element, 'one');
      expect(regions()).to.deep.equal([region]);
      expect(await filled()).to.deep.equal(['one']);
    });

    /** What the one region says when it is filled next. */
    function filled(): Promise<(string | null)[]> {
      const [region] = regions();
      return new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (!region?.hasChildNodes()) return;
          observer.disconnect();
          resolve([...region.childNodes].map(({ textContent }) => textContent));
        });
        observer.observe(region!, { childList: true });
      });
    }

    it('says all that several elements say at once, sentence by sentence, in order', async () => {
      prepareAnnouncer(element);
      announce(element, 'one');
      announce(element, 'two');
      announce(element, 'three');
      expect(await filled()).to.deep.equal(['one', 'two', 'three']);
      announce(element, 'four');
      expect(await filled()).to.deep.equal(['four']);
    });

    it('fills a region that had to be made in a hurry in a later turn', async () => {
      announce(element, 'one');
      announce(element, 'two');
      expect(regions()[0]?.textContent).to.equal('');
      expect(await filled()).to.deep.equal(['one', 'two']);
    });

    it('has it made by an element that comes into the page, unless that is told to be silent', () => {
      const connect = (announcing: 'polite' | 'off') => {
        const made = document.createElement('file-encryptor');
        Object.defineProperty(made, 'ariaNotify', { value: undefined });
        made.announce = announcing;
        document.body.append(made);
        made.remove();
        return regions().length;
      };
      expect([connect('off'), connect('polite')]).to.deep.equal([0, 1]);
    });
  });
});

describe('sentences for failures', () => {
  const codes = ['not-sealed', 'unsupported', 'truncated', 'cannot-open', 'corrupt', 'changed', 'unwritable'] as const;
  it('has one for each code of an operation', () => {
    const sentences = codes.map((code) => failureSentence(new OperationError(code, 'secret detail'), say));
    expect(new Set(sentences).size).to.equal(codes.length);
    for (const sentence of sentences) expect(sentence).to.match(/\.$/).and.not.to.contain('secret detail');
  });

  it('has one for each code of the transport', () => {
    for (const code of ['unavailable', 'crashed', 'terminated', 'overloaded', 'timeout'] as const) {
      expect(failureSentence(new IPCError(code, 'detail'), say)).to.equal(phrase(`failed-${code}`, {}, 'en'));
    }
  });

  it('knows the names of the platform, and what it does not know', () => {
    expect(failureSentence(new DOMException('', 'NotReadableError'), say)).to.contain('changed or vanished');
    expect(failureSentence(new DOMException('', 'QuotaExceededError'), say)).to.contain('space');
    expect(failureSentence(new Error('passphrase hunter2'), say)).to.equal('It did not work. Try again.');
    expect(failureSentence(Object.assign(new Error('x'), { code: 'toString' }), say)).to.equal(
      'It did not work. Try again.',
    );
  });

  it('speaks of the secret that was used, and of what was being done', () => {
    expect(failureSentence(new OperationError('cannot-open', ''), say)).to.contain('passphrase');
    expect(failureSentence(new OperationError('cannot-open', ''), say, { withKey: true })).to.contain('key');
    expect(failureSentence(new OperationError('unsupported', ''), say, { action: 'encrypt' })).to.contain('this page');
    expect(failureSentence(new OperationError('invalid', 'iterations are few'), say)).to.contain('iterations are few');
  });

  it('has one for each refusal', () => {
    for (const code of ['folder', 'empty-folder', 'unreadable', 'type'] as const)
      expect(refusalSentence({ code }, say, 'en')).to.match(/^Not added: .+\.$/);
    expect(refusalSentence({ code: 'too-large', size: 2e6, limit: 1e6 }, say, 'en'))
      .to.contain('2 MB')
      .and.to.contain('1 MB');
    expect(refusalSentence({ code: 'too-many', limit: 3 }, say, 'en')).to.contain('at most 3 files');
  });
});

describe('kdf attribute', () => {
  for (const [text, kdf] of [
    ['pbkdf2', { name: 'pbkdf2', iterations: undefined }],
    ['PBKDF2 1000000', { name: 'pbkdf2', iterations: 1_000_000 }],
    ['argon2id', { name: 'argon2id', memory: undefined, passes: undefined, parallelism: undefined }],
    [' argon2id  65536 3 1 ', { name: 'argon2id', memory: 65_536, passes: 3, parallelism: 1 }],
    ['', { name: 'pbkdf2', iterations: undefined }],
    ['scrypt 5', { name: 'pbkdf2', iterations: undefined }],
    ['pbkdf2 many', { name: 'pbkdf2', iterations: undefined }],
  ] as const) {
    it(`reads "${text}"`, () => expect(parseKdf(text)).to.deep.equal(kdf));
  }
});

describe('isSealed', () => {
  const magic = [0x8b, 0x54, 0x4c, 0x57, 0x0d, 0x0a, 0x1a, 0x0a];
  for (const [name, bytes, sealed] of [
    ['the magic and more', [...magic, 1, 0], true],
    ['the magic alone', magic, true],
    ['all but its last byte', magic.slice(0, 7), false],
    ['an empty file', [], false],
    ['the magic with line ends mangled', [0x8b, 0x54, 0x4c, 0x57, 0x0a, 0x1a, 0x0a, 0], false],
  ] as const) {
    it(`${sealed ? 'takes' : 'does not take'} ${name} for a sealed file`, async () =>
      expect(await isSealed(new Blob([new Uint8Array(bytes)]))).to.equal(sealed));
  }
});

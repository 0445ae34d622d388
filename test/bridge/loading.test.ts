/** The ladder of ways to start the worker, under the policies that pages have. */
import { expect } from '@open-wc/testing';
import { workerRungs } from '../../src/bridge/loading.js';
import { underPolicy } from '../support/policy-frame.js';

const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

/** What one operation in a frame under that policy told. */
const told = (csp: string, fallback = 'page') => underPolicy<unknown>('/test/support/load-frame.ts', csp, { fallback });

describe('the built-in worker is started', () => {
  const cases: [string, string, string][] = [
    ['from its file on a page without a policy', '', 'worker file'],
    ['from its file where only files are allowed', "script-src 'self'; worker-src 'self'", 'worker file'],
    ['from its text where only Blobs are allowed', "script-src 'self'; worker-src blob:", 'worker text'],
    ['on the page where no worker is allowed', "script-src 'self'; worker-src 'none'", 'page'],
    [
      'through its policy where Trusted Types are enforced',
      "require-trusted-types-for 'script'; trusted-types tallow-elements",
      'worker file',
    ],
    [
      'through its policy where only Blobs are allowed as well',
      "script-src 'self'; worker-src blob:; require-trusted-types-for 'script'; trusted-types tallow-elements",
      'worker text',
    ],
    [
      'on the page where Trusted Types do not list its policy',
      "require-trusted-types-for 'script'; trusted-types other",
      'page',
    ],
  ];
  for (const [how, csp, place] of cases) {
    it(how, async () => {
      expect(await told(csp)).to.deep.equal({ digest: sha256OfAbc, place });
    });
  }

  it('not at all where the page is no way out; the error names the directive', async () => {
    const answer = await told("script-src 'self'; worker-src 'none'", 'none');
    expect(answer).to.have.property('code', 'unavailable');
    expect(answer)
      .to.have.property('message')
      .that.matches(/worker-src/);
  });
});

describe('the address of the text', () => {
  const createObjectURL = URL.createObjectURL.bind(URL);
  const revokeObjectURL = URL.revokeObjectURL.bind(URL);
  let open: Set<string>;
  beforeEach(() => {
    open = new Set();
    URL.createObjectURL = (blob) => {
      const url = createObjectURL(blob);
      open.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      open.delete(url);
      revokeObjectURL(url);
    };
  });
  afterEach(() => void Object.assign(URL, { createObjectURL, revokeObjectURL }));

  async function startText() {
    const worker = await workerRungs('network')
      .find(({ name }) => name === 'worker text')
      ?.start();
    if (!(worker instanceof Worker)) throw new Error('no worker was made');
    expect(open).to.have.property('size', 1);
    return worker;
  }

  it('is given back when the worker has said its first word', async () => {
    const worker = await startText();
    await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
    expect(open).to.have.property('size', 0);
    worker.terminate();
  });

  it('is given back when the worker is given up before', async () => {
    (await startText()).terminate();
    expect(open).to.have.property('size', 0);
  });
});

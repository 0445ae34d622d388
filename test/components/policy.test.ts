/** The elements work under strict policies: no inline style, no script from text, trusted types. */
import { expect } from '@open-wc/testing';
import { underPolicy } from '../support/policy-frame.js';

/** What the probe saw in a frame under that policy. */
const seenUnder = (csp: string) =>
  underPolicy<Record<string, unknown> & { violations: string[] }>('/test/components/policy-probe.ts', csp);

describe('elements under a policy', () => {
  const base = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
  const done = { text: 'hello', others: ['done', 'done', 'done'], radius: 'solid' };

  it('work with nothing but their own files', async () => {
    expect(await seenUnder(`${base}; worker-src 'self'`)).to.deep.equal({
      ...done,
      place: 'worker file',
      violations: [],
    });
  });

  it('work under trusted types', async () => {
    const csp = `${base}; worker-src 'self'; require-trusted-types-for 'script'; trusted-types tallow-elements lit-html`;
    const { violations, ...seen } = await seenUnder(csp);
    expect(seen).to.deep.equal({ ...done, place: 'worker file' });
    // one report is the price of `new Worker(new URL(…))` in the shape that bundlers look for: it is tried first
    expect(violations.filter((directive) => directive !== 'require-trusted-types-for')).to.deep.equal([]);
  });

  it('work on the page where workers are forbidden', async () => {
    const seen = await seenUnder(`${base}; worker-src 'none'`);
    expect(seen).to.deep.include({ ...done, place: 'page' });
  });
});

/** What a policy hid or refused, by reports and events that the test makes. */
import { expect } from '@open-wc/testing';
import { watchEmbedder, watchPolicy, type ReportWatcher } from '../../../src/operations/network/late-news.js';

/** An observer that is told what the test tells. */
function reports(): { readonly Watcher: ReportWatcher; readonly tell: (blockedURL: string, type?: string) => void } {
  let hear: ConstructorParameters<ReportWatcher>[0] = () => undefined;
  class Watcher {
    constructor(callback: typeof hear) {
      hear = callback;
    }

    observe(): void {
      // hears from the start
    }

    disconnect(): void {
      hear = () => undefined;
    }
  }
  return { Watcher, tell: (blockedURL, type = 'coep') => hear([{ type, body: { blockedURL } }]) };
}

/** As many turns as the end of a wait could take; no timer is due before them. */
async function someTurns(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve();
}

const open = new AbortController().signal;

describe('what an embedder policy hid', () => {
  it("is waited for although another URL's report comes first", async () => {
    const { Watcher, tell } = reports();
    const embedder = watchEmbedder(Watcher);
    const own = embedder.hid(new URL('https://own.test/'), open);
    tell('https://other.test/');
    await someTurns();
    tell('https://own.test/');
    expect(await own).to.equal(true);
    embedder.stop();
  });

  it('is found although the URL has a fragment, which reports leave out', async () => {
    const { Watcher, tell } = reports();
    const embedder = watchEmbedder(Watcher);
    tell('https://own.test/?a=b');
    expect(await embedder.hid(new URL('https://own.test/?a=b#part'), open)).to.equal(true);
    embedder.stop();
  });

  it('is nothing where it was the Content Security Policy that refused it', async () => {
    const { Watcher, tell } = reports();
    const embedder = watchEmbedder(Watcher);
    tell('https://own.test/', 'csp-violation');
    expect(await embedder.hid(new URL('https://own.test/'), open)).to.equal(false);
    embedder.stop();
  });

  it('is nothing where only others were reported, or nobody reports', async () => {
    const { Watcher, tell } = reports();
    const embedder = watchEmbedder(Watcher);
    const own = embedder.hid(new URL('https://own.test/'), open);
    tell('https://other.test/');
    expect(await own).to.equal(false);
    embedder.stop();
    expect(await watchEmbedder(null).hid(new URL('https://own.test/'), open)).to.equal(false);
  });
});

describe('what the Content Security Policy refused', () => {
  const violation = (blockedURI: string, disposition = 'enforce') =>
    Object.assign(new Event('securitypolicyviolation'), { blockedURI, disposition });

  it('is waited for although the request has failed before the event comes', async () => {
    const scope = new EventTarget();
    const policy = watchPolicy(scope);
    const refused = policy.refused(new URL('https://own.test/a'), open);
    scope.dispatchEvent(violation('https://other.test/'));
    await someTurns();
    scope.dispatchEvent(violation('https://own.test/b'));
    expect(await refused).to.equal(true);
    policy.stop();
  });

  it('is nothing where it was only reported, where nobody tells, or when the time is up', async () => {
    const scope = new EventTarget();
    const policy = watchPolicy(scope);
    scope.dispatchEvent(violation('https://own.test/', 'report'));
    scope.dispatchEvent(violation('inline'));
    const url = new URL('https://own.test/');
    expect(await policy.refused(url, open)).to.equal(false);
    expect(await policy.refused(url, AbortSignal.abort())).to.equal(false);
    expect(await watchPolicy({}).refused(url, open)).to.equal(false);
  });
});

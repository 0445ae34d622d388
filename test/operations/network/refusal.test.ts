/** What an embedder policy hid, by reports that the test makes. */
import { expect } from '@open-wc/testing';
import { watchEmbedder, type ReportWatcher } from '../../../src/operations/network/refusal.js';

/** An observer that is told what the test tells. */
function reports(): { readonly Watcher: ReportWatcher; readonly tell: (blockedURL: string) => void } {
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
  return { Watcher, tell: (blockedURL) => hear([{ body: { blockedURL } }]) };
}

/** As many turns as the end of a wait could take; no timer is due before them. */
async function someTurns(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve();
}

describe('what an embedder policy hid', () => {
  it("is waited for although another URL's report comes first", async () => {
    const { Watcher, tell } = reports();
    const embedder = watchEmbedder(Watcher);
    const own = embedder.hid(new URL('https://own.test/'));
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
    expect(await embedder.hid(new URL('https://own.test/?a=b#part'))).to.equal(true);
    embedder.stop();
  });

  it('is nothing where only others were reported, or nobody reports', async () => {
    const { Watcher, tell } = reports();
    const embedder = watchEmbedder(Watcher);
    const own = embedder.hid(new URL('https://own.test/'));
    tell('https://other.test/');
    expect(await own).to.equal(false);
    embedder.stop();
    expect(await watchEmbedder(null).hid(new URL('https://own.test/'))).to.equal(false);
  });
});

/** No nonce twice: over any schedule of managers, saves, crashes and restores. */
import { expect } from '@open-wc/testing';
import { toHex } from '../../src/streams/bytes.js';
import { NonceManager, takeNonce, type Nonce, type NonceState } from '../../src/streams/nonce-manager.js';
import { codeOf } from '../support/outcome.js';

type Module = typeof import('../../src/streams/nonce-manager.js');
let realms = 0;
/** The module once more, with counters of its own: what a page is after a crash. */
const freshRealm = async (): Promise<Module> => {
  const address = new URL(`../../src/streams/nonce-manager.ts?realm=${realms++}`, import.meta.url).href;
  return (await import(address)) as Module;
};

const fixed = () => crypto.getRandomValues(new Uint8Array(6));

describe('a nonce', () => {
  it('is the fixed field and a counter', () => {
    const manager = new NonceManager({ fixed: Uint8Array.of(1, 2, 3, 4, 5, 250) });
    expect(toHex(manager.issue().take())).to.equal('0102030405fa000000000000');
    expect(toHex(manager.issue().take())).to.equal('0102030405fa000000000001');
  });

  it('is handed out once', () => {
    const nonce = new NonceManager().issue();
    expect(nonce.take().length).to.equal(12);
    expect(codeOf(() => nonce.take())).to.equal('nonce-reused');
    expect(codeOf(() => takeNonce(nonce))).to.equal('nonce-reused');
  });

  it('cannot be forged, copied, or read without being taken', () => {
    const nonce = new NonceManager().issue();
    const bytes = () => new Uint8Array(12);
    for (const forged of [
      { take: bytes },
      { ...nonce },
      Object.create(nonce),
      structuredCloneOf(nonce),
      null,
      undefined,
      'nonce',
      bytes(),
    ]) {
      expect(codeOf(() => takeNonce(forged as Nonce))).to.equal('nonce-reused');
    }
    expect(JSON.stringify(nonce)).to.equal('{}');
    expect(Object.isFrozen(nonce)).to.equal(true);
    expect(takeNonce(nonce).length).to.equal(12);
  });
});

const structuredCloneOf = ({ ...fields }: Nonce) => fields;

describe('NonceManager', () => {
  it('refuses fixed fields and states that are none', () => {
    for (const length of [0, 5, 7, 12]) {
      expect(codeOf(() => new NonceManager({ fixed: new Uint8Array(length) }))).to.equal('invalid');
    }
    const state = new NonceManager().save();
    for (const wrong of [
      {},
      { fixed: 'x', next: 0 },
      { ...state, next: -1 },
      { ...state, next: 0.5 },
      { ...state, next: 2 ** 48 + 1 },
    ]) {
      expect(codeOf(() => NonceManager.restore(wrong as NonceState))).to.equal('invalid');
    }
    expect(codeOf(() => new NonceManager().save(0))).to.equal('invalid');
  });

  it('ends at the end of its counter', () => {
    const state = { fixed: toHex(fixed()), next: 2 ** 48 - 2 };
    const manager = NonceManager.restore(state);
    manager.save();
    expect(toHex(manager.issue().take()).slice(12)).to.equal('fffffffffffe');
    expect(toHex(manager.issue().take()).slice(12)).to.equal('ffffffffffff');
    expect(codeOf(() => manager.issue())).to.equal('invalid');
    const end = NonceManager.restore({ ...state, next: 2 ** 48 });
    end.save();
    expect(codeOf(() => end.issue())).to.equal('invalid');
  });

  it('issues what was reserved, then asks to be saved again', () => {
    const manager = new NonceManager();
    expect(JSON.parse(JSON.stringify(manager.save(3)))).to.have.property('next', 3);
    for (let i = 0; i < 3; i++) manager.issue();
    expect(codeOf(() => manager.issue())).to.equal('invalid');
    expect(codeOf(() => manager.save(1))).to.equal('invalid');
  });

  it('repeats none in two tabs that reserve in turn from one stored state', async () => {
    const tabs = await Promise.all([freshRealm(), freshRealm()]);
    const seen: string[] = [];
    let stored = new NonceManager().save(2);
    const reserve = (tab: (typeof tabs)[number]) => {
      const manager = tab.NonceManager.restore(stored);
      stored = manager.save(2);
      return manager;
    };
    const managers = tabs.map(reserve);
    for (let step = 0; step < 40; step++) {
      const turn = (step >> 1) % 2 === 0 || step % 3 === 0 ? 0 : 1;
      try {
        seen.push(toHex(managers[turn]!.issue().take()));
      } catch {
        managers[turn] = reserve(tabs[turn]);
      }
    }
    expect(seen.length).to.be.greaterThan(20);
    expect(new Set(seen).size).to.equal(seen.length);
  });

  it('issues nothing after restoring until it is saved', () => {
    const restored = NonceManager.restore({ fixed: toHex(fixed()), next: 10 });
    expect(codeOf(() => restored.issue())).to.equal('invalid');
    restored.save();
    expect(toHex(restored.issue().take()).slice(12)).to.equal('00000000000a');
  });

  it('repeats none in one realm, whoever has the same fixed field', () => {
    const shared = fixed();
    const seen = new Set<string>();
    const managers = [new NonceManager({ fixed: shared })];
    const states = [managers[0]!.save()];
    let issued = 0;
    for (let step = 0; step < 3000; step++) {
      const manager = managers[Math.floor(Math.random() * managers.length)]!;
      const dice = Math.random();
      if (dice < 0.05) managers.push(new NonceManager({ fixed: shared }));
      else if (dice < 0.1) states.push(NonceManager.restore(states.at(-1)!).save(1 + Math.floor(Math.random() * 20)));
      else if (dice < 0.15) managers.push(NonceManager.restore(states[Math.floor(Math.random() * states.length)]!));
      else if (codeOf(() => seen.add(toHex(manager.issue().take()))) === 'none') issued++;
    }
    expect(issued).to.be.greaterThan(100);
    expect(seen.size).to.equal(issued);
  });

  it('repeats none when somebody reads the fixed field off a nonce', () => {
    const random = new NonceManager();
    const first = random.issue().take();
    const other = new NonceManager({ fixed: first.slice(0, 6) });
    const all = [first, other.issue().take(), random.issue().take(), other.issue().take()].map((nonce) => toHex(nonce));
    expect(new Set(all).size).to.equal(4);
  });

  it('repeats none over crashes, when each life continues the newest saved state', async () => {
    const seen = new Set<string>();
    let issued = 0;
    let stored: NonceState | undefined;
    for (let life = 0; life < 12; life++) {
      const realm = await freshRealm();
      let manager = stored === undefined ? new realm.NonceManager() : realm.NonceManager.restore(stored);
      stored = manager.save(1 + Math.floor(Math.random() * 9));
      for (let step = Math.floor(Math.random() * 60); step > 0; step--) {
        if (Math.random() < 0.1) {
          manager = realm.NonceManager.restore(stored);
          stored = manager.save(1 + Math.floor(Math.random() * 9));
        }
        try {
          seen.add(toHex(manager.issue().take()));
          issued++;
        } catch {
          manager = realm.NonceManager.restore(stored);
          stored = manager.save();
        }
      }
    }
    expect(issued).to.be.greaterThan(20);
    expect(seen.size).to.equal(issued);
  });

  it('has another fixed field each time', () => {
    const fields = Array.from({ length: 50 }, () => new NonceManager().save().fixed);
    expect(new Set(fields).size).to.equal(50);
  });
});

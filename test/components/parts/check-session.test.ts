/** The life of a connectivity check, on any target of events: what is joined, forgotten and kept, without an element. */
import { expect } from '@open-wc/testing';
import { planOf } from '../../../components/parts/check-plan.js';
import { reportOf } from '../../../components/parts/check-report.js';
import { CheckSession, type SessionHost, type Wish } from '../../../components/parts/check-session.js';
import { usualLimits } from '../../../components/parts/check-thresholds.js';
import { errorOf } from '../on-page.js';
import { MadeUpBridge } from '../check-page.js';

/** Asks for `/a`, until the test asks for something else. */
function begun() {
  const bridge = new MadeUpBridge();
  const target = new EventTarget();
  const scheduled: unknown[] = [];
  const told: string[] = [];
  const planFor = (urls: string, timeout = 5000) =>
    planOf({
      ...{ urls, timeout, targets: null, latencyUrl: '', samples: 0, stun: '', iceServers: [] },
      ...{ downloadUrl: '', uploadUrl: '', payloadSize: 1 },
    });
  const asked: { wish: Wish } = {
    wish: { plan: planFor('/a'), bridge, thresholds: usualLimits, bandwidth: false },
  };
  const host: SessionHost = {
    wish: () => asked.wish,
    pool: () => () => undefined,
    schedule: () => ({ started: () => scheduled.push('started'), ended: (verdict) => scheduled.push(verdict) }),
    nothing: () => 'nothing',
    report: () => {
      const { verdict, results, endedAt, milliseconds } = session;
      const thresholds = session.judgedBy ?? usualLimits;
      return reportOf({ verdict, results, thresholds, version: '0', endedAt, milliseconds }, (name) => name, 'en');
    },
    update: () => undefined,
    become: () => undefined,
    tell: () => told.push('told'),
  };
  const session = new CheckSession(target, host);
  const ask = (urls: string, timeout?: number) => (asked.wish = { ...asked.wish, plan: planFor(urls, timeout) });
  return { bridge, session, scheduled, told, ask };
}

describe('the life of a connectivity check', () => {
  it('has one run for all who ask for the same', async () => {
    const { bridge, session, scheduled } = begun();
    const [one, other] = await Promise.all([session.check(undefined), session.check(undefined)]);
    expect(one).to.equal(other);
    expect(bridge.calls).to.have.length(1);
    expect(scheduled).to.deep.equal(['started', 'online']);
  });

  for (const [what, urls, timeout] of [
    ['others', '/b', 5000],
    ['the same with more time', '/a', 9000],
  ] as const) {
    it(`gives up its run for who asks for ${what}`, async () => {
      const { bridge, session, ask } = begun();
      bridge.hold('testConnectivity');
      const first = session.check(undefined);
      ask(urls, timeout);
      const second = session.check(undefined);
      bridge.letGo('testConnectivity');
      expect((await errorOf(first)).name).to.equal('AbortError');
      expect((await second).verdict).to.equal('online');
      expect(bridge.calls.map(({ input }) => input.slice(0, 2))).to.deep.equal([
        [['/a'], 5000],
        [[urls], timeout],
      ]);
    });
  }

  it('forgets what is known of others when they are no longer asked for, and not for more time', async () => {
    const { session, ask } = begun();
    expect(session.takeUp(), 'at first').to.equal(true);
    await session.check(undefined);
    ask('/a', 9000);
    expect([session.takeUp(), session.verdict]).to.deep.equal([false, 'online']);
    ask('/b');
    expect([session.takeUp(), session.state, session.verdict]).to.deep.equal([true, 'idle', 'unknown']);
    expect(session.results).to.deep.equal([]);
  });

  it('begins from nothing where others are asked for by now, though it was not told', async () => {
    const { bridge, session, ask } = begun();
    await session.check(undefined);
    ask('/b');
    bridge.hold('testConnectivity');
    session.checkAgain();
    expect([session.isShown, session.verdict, session.endedAt]).to.deep.equal([true, 'unknown', null]);
  });

  it('keeps what is shown while a run goes on that nobody asked for, and tells nobody of the same verdict', async () => {
    const { bridge, session, told } = begun();
    await session.check(undefined);
    const { endedAt } = session;
    bridge.hold('testConnectivity');
    session.checkAgain();
    expect([session.isRunning, session.isShown, session.endedAt]).to.deep.equal([true, false, endedAt]);
    const joined = session.check(undefined);
    expect(session.isShown, 'until somebody waits for it').to.equal(true);
    bridge.letGo('testConnectivity');
    await joined;
    session.checkAgain();
    expect(told).to.deep.equal(['told', 'told']);
  });
});

/** The parts of <transfer-progress> that need no page: the curve, what is shown when, sums, and who ends a source. */
import { expect } from '@open-wc/testing';
import { childrenSource, type Child } from '../../../components/parts/sources/children-source.js';
import { govern } from '../../../components/parts/sources/governed-source.js';
import { phrase, type Say } from '../../../components/parts/strings.js';
import { addPoint, drawCourse, skipPoints, startCourse } from '../../../components/parts/sparkline.js';
import { actionsOf, type Phase, type Reading, type Source } from '../../../components/parts/sources/source.js';
import { renew, shareOf, statusWords, valueWords, type Shown } from '../../../components/parts/transfer-words.js';
import { gate } from '../../support/gates.js';

const say: Say = (name, gaps) => phrase(name, gaps, 'en');
const live: Shown = { state: 'active', unit: 'byte', loaded: 3e6, total: 12e6, rate: 1e6, remaining: 9, error: null };
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null;

describe('the curve of the rate', () => {
  it('has a point for every half second, and no more than for half a minute', () => {
    let course = startCourse(0);
    for (let now = 0; now <= 60_000; now += 100) course = addPoint(course, now, now);
    expect(course.points.length).to.equal(60);
    expect(course.points.at(-1)).to.equal(60_000);
    expect(addPoint(course, 1, course.at + 499)).to.equal(course);
  });

  it('fills what nobody looked at, and leaves out what was paused', () => {
    const course = addPoint(addPoint(startCourse(0), 10, 500), 20, 2000);
    expect(course.points).to.deep.equal([10, 20, 20, 20]);
    expect(addPoint(skipPoints(course, 9000), 30, 9500).points).to.deep.equal([10, 20, 20, 20, 30]);
  });

  it('is drawn at the right edge, within its frame, once there is a course', () => {
    expect(drawCourse({ points: [1, 2, 3], at: 0 })).to.equal(null);
    expect(drawCourse({ points: [0, 5, 10, 5], at: 0 })?.line).to.equal('M56.9 15L58 8L59 1L60 8');
    expect(drawCourse({ points: [0, 0, 0, 0], at: 0 })?.line)
      .to.contain('15')
      .and.not.to.contain('NaN');
    expect(drawCourse({ points: [0, 5, 10, 5], at: 0 })?.area).to.match(/V16H56\.9Z$/);
  });
});

describe('what is shown of a transfer', () => {
  it('is renewed five times a second, rate and time left once', () => {
    const first = renew(null, live, 0);
    expect(renew(first, { ...live, loaded: 4e6 }, 199)).to.equal(first);
    const next = renew(first, { ...live, loaded: 4e6, rate: 2e6, remaining: 4 }, 200);
    expect(next).to.deep.include({ loaded: 4e6, rate: 1e6, remaining: 9 });
    const later = renew(next, { ...live, loaded: 6e6, rate: 2e6, remaining: 3 }, 1000);
    expect(later).to.deep.include({ loaded: 6e6, rate: 2e6, remaining: 3 });
  });

  it('is renewed at once with another state, with a total, and with a first or no time left', () => {
    const first = renew(null, { ...live, remaining: null }, 0);
    expect(renew(first, { ...live, state: 'stalled' }, 1).state).to.equal('stalled');
    expect(renew(first, { ...live, total: 0 }, 1).total).to.equal(0);
    expect(renew(first, live, 200).remaining).to.equal(9);
  });

  const table: readonly [change: Partial<Shown>, status: string, value: string | null][] = [
    [{}, '25% · 3 MB of 12 MB · 1 MB/s · 9 sec left', '25%, 9 seconds left'],
    [{ remaining: null, rate: null }, '25% · 3 MB of 12 MB', '25%'],
    [{ total: 0, remaining: null }, '3 MB · 1 MB/s', null],
    [{ loaded: 0, total: 0, rate: null, remaining: null }, 'preparing…', null],
    [{ unit: 'count', loaded: 3, total: 12 }, '25% · 3 of 12 · 9 sec left', '25%, 9 seconds left'],
    [{ unit: 'none', loaded: 0.25, total: 1 }, '25% · 9 sec left', '25%, 9 seconds left'],
    [{ state: 'paused', rate: 0 }, 'Paused · 25% · 3 MB of 12 MB · 9 sec left', '25%, Paused'],
    [{ state: 'stalled', rate: 0, remaining: null }, 'Stalled · 25% · 3 MB of 12 MB', '25%, Stalled'],
    [{ state: 'complete', total: 0 }, 'Done · 3 MB', '100%, Done'],
    [{ state: 'aborted' }, 'Cancelled · 3 MB of 12 MB', '25%, Cancelled'],
    [{ state: 'failed' }, 'It did not work. Try again.', '25%, Failed'],
    [{ state: 'paused', total: 0, remaining: null }, 'Paused · 3 MB', 'Paused'],
    [{ state: 'stalled', total: 0, remaining: null }, 'Stalled · 3 MB', 'Stalled'],
    [{ state: 'aborted', total: 0 }, 'Cancelled · 3 MB', 'Cancelled'],
    [{ state: 'failed', total: 0, error: new Error('x') }, 'It did not work. Try again.', 'Failed'],
    [{ state: 'idle' }, 'not started', null],
  ];
  for (const [change, status, value] of table) {
    it(`is "${status}"`, () => {
      const shown = { ...live, ...change };
      expect([plain(statusWords(shown, say, 'en')), plain(valueWords(shown, say, 'en'))]).to.deep.equal([
        status,
        value,
      ]);
    });
  }

  it('is never more than all', () => {
    expect(shareOf({ state: 'active', loaded: 3, total: 2 })).to.equal(1);
    expect(shareOf({ state: 'active', loaded: 3, total: 0 })).to.equal(null);
  });
});

describe('the sum of several transfers', () => {
  const child = (state: Child['state'], loaded: number, total: number): Child => ({
    state,
    loaded,
    total,
    unit: 'byte',
    actions: {},
  });
  const table: readonly [states: readonly Child['state'][], Phase][] = [
    [[], 'idle'],
    [['idle', 'idle'], 'idle'],
    [['active', 'complete'], 'active'],
    [['stalled', 'paused'], 'active'],
    [['paused', 'complete'], 'paused'],
    [['idle', 'complete'], 'active'],
    [['complete', 'complete'], 'complete'],
    [['complete', 'aborted'], 'aborted'],
    [['failed', 'aborted'], 'failed'],
  ];
  for (const [states, phase] of table) {
    it(`of ${states.join(', ') || 'none'} is ${phase}`, () => {
      const children = new Set(states.map((state) => child(state, 1, 2)));
      expect(childrenSource(children).read().phase).to.equal(phase);
    });
  }

  it('waits no more for those that have not begun, once it was cancelled', () => {
    const first = { ...child('active', 1, 2), actions: { abort: () => (first.state = 'aborted') } };
    const second = child('idle', 0, 0) as { state: Child['state'] } & Child;
    const source = childrenSource(new Set([first, second]));
    expect(source.phase).to.equal('active');
    source.abort?.('enough');
    expect([source.phase, source.read().phase]).to.deep.equal(['aborted', 'aborted']);
    // what begins after that is another run
    second.state = 'active';
    expect(source.phase).to.equal('active');
    second.state = 'complete';
    first.state = 'idle';
    expect(source.phase).to.equal('active');
    first.state = 'complete';
    expect(source.phase).to.equal('complete');
  });

  it('is one of bytes though some have not begun, whatever those will count', () => {
    const idle: Child = { ...child('idle', 0, 0), unit: 'none' };
    const source = childrenSource(new Set([child('active', 10, 20), idle]));
    expect([source.unit, source.read()]).to.deep.equal(['byte', { loaded: 10, total: 0, phase: 'active' }]);
    expect(childrenSource(new Set([child('active', 10, 20), { ...idle, state: 'active' }])).unit).to.equal('none');
    expect(childrenSource(new Set([idle])).unit).to.equal('none');
  });

  it('offers to pause what goes on, and to resume what is paused', () => {
    const able = (state: Child['state']) =>
      Object.assign(child(state, 1, 2), { actions: { abort: none, pause: none, resume: none } });
    const none = () => undefined;
    const offers = (...children: Child[]) => {
      const source = childrenSource(new Set(children));
      return (['abort', 'pause', 'resume'] as const).filter((name) => source[name]);
    };
    expect(offers(able('active'), child('active', 1, 2))).to.deep.equal(['abort', 'pause']);
    expect(offers(able('paused'), child('active', 1, 2))).to.deep.equal(['abort', 'resume']);
    expect(offers(able('paused'), able('stalled'))).to.deep.equal(['abort', 'pause', 'resume']);
    expect(offers(able('idle'), able('complete'))).to.deep.equal([]);
  });

  it('weighs by bytes', () => {
    const source = childrenSource(new Set([child('active', 10, 10), child('active', 0, 990)]));
    expect(source.read()).to.deep.include({ loaded: 10, total: 1000 });
  });
});

describe('what can be done to a source', () => {
  it('is what it offers by the names of the platform, pause only with resume', () => {
    const nothing = () => undefined;
    const names = (thing: object) => Object.keys(actionsOf(thing));
    expect(names(new AbortController())).to.deep.equal(['abort']);
    expect(names({ cancel: nothing })).to.deep.equal(['abort']);
    expect(names({ pause: nothing, resume: nothing })).to.deep.equal(['pause', 'resume']);
    expect(names(document.createElement('video'))).to.deep.equal([]);
    expect(names({ abort: 1 })).to.deep.equal([]);
  });
});

describe('a source that is governed', () => {
  function double(reading: Reading): Source & { reading: Reading; listeners: number } {
    return {
      reading,
      listeners: 0,
      unit: 'byte',
      read() {
        return this.reading;
      },
      listen() {
        this.listeners += 1;
        return () => (this.listeners -= 1);
      },
    };
  }
  const full: Reading = { loaded: 2, total: 2, phase: 'complete' };

  it('is itself where nobody else has a say', () => {
    const source = double(full);
    expect(govern(source, {})).to.equal(source);
  });

  it('is aborted with its controller, unless it has ended before', () => {
    const controller = new AbortController();
    const source = double({ ...full, phase: 'active' });
    const governed = govern(source, { controller });
    let heard = 0;
    const stop = governed.listen(() => (heard += 1));
    governed.abort?.(new Error('why'));
    expect([governed.read().phase, governed.read().error?.message, heard]).to.deep.equal(['aborted', 'why', 1]);
    source.reading = full;
    expect(governed.read().phase).to.equal('complete');
    stop();
    expect(source.listeners).to.equal(0);
  });

  it('is not complete before its promise is, and failed when that is', async () => {
    const hold = gate();
    const governed = govern(double(full), { done: hold.promise });
    expect(governed.read().phase).to.equal('active');
    const heard = new Promise<void>((resolve) => governed.listen(() => resolve()));
    hold.open();
    await heard;
    expect(governed.read().phase).to.equal('complete');

    const failure = new Error('no');
    const failed = govern(double(full), { done: Promise.reject(failure) });
    await new Promise<void>((resolve) => failed.listen(() => resolve()));
    expect(failed.read()).to.deep.include({ phase: 'failed', error: failure });
  });

  it('tells nobody who has left', async () => {
    const hold = gate();
    const governed = govern(double(full), { done: hold.promise });
    governed.listen(() => expect.fail('heard'))();
    hold.open();
    await hold.promise;
    await Promise.resolve();
  });
});

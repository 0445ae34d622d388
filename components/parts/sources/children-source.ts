/** Several transfers as one: the sum of their bytes, or of their shares where not all of them count bytes. */
import { isEnded, type Actions, type Phase, type Reading, type Source, type Unit } from './source.js';

export interface Child {
  readonly loaded: number;
  readonly total: number;
  readonly state: Phase | 'stalled';
  readonly unit: Unit;
  readonly actions: Actions;
}

export function childrenSource(children: ReadonlySet<Child>): Source {
  return {
    get unit(): Unit {
      return countsBytes(children) ? 'byte' : 'none';
    },
    read: () => sum(children),
    get phase() {
      return phaseOfAll(children);
    },
    // the children tell their parent themselves
    listen: () => () => undefined,
    get abort() {
      return both(children, 'abort');
    },
    get pause() {
      return both(children, 'pause');
    },
    get resume() {
      return both(children, 'resume');
    },
  };
}

function countsBytes(children: ReadonlySet<Child>): boolean {
  return [...children].every(({ unit }) => unit === 'byte');
}

/** Does it to all that go on and can do it; undefined where none can. */
function both(
  children: ReadonlySet<Child>,
  name: 'abort' | 'pause' | 'resume',
): ((reason?: unknown) => void) | undefined {
  const able = [...children].filter(({ state, actions }) => !isEnded(state) && state !== 'idle' && actions[name]);
  if (able.length === 0) return undefined;
  return (reason) => {
    for (const { actions } of able) actions[name]?.(reason);
  };
}

export function sum(children: ReadonlySet<Child>): Reading {
  const all = [...children];
  const counts = all.map(countsBytes(children) ? inBytes : inShares);
  const loaded = counts.reduce((whole, count) => whole + count.loaded, 0);
  // one that does not know its size leaves all of them without
  const isKnown = counts.every(({ total }) => total !== null);
  const total = isKnown ? counts.reduce((whole, count) => whole + (count.total ?? 0), 0) : 0;
  return { loaded, total, phase: phaseOfAll(children) };
}

/** What has ended will bring no more: its bytes that did not come are not waited for. */
function inBytes({ loaded, total, state }: Child): { loaded: number; total: number | null } {
  return { loaded, total: isEnded(state) ? loaded : total === 0 ? null : total };
}

function inShares({ loaded, total, state }: Child): { loaded: number; total: number | null } {
  return { loaded: isEnded(state) ? 1 : total > 0 ? Math.min(1, loaded / total) : 0, total: 1 };
}

/** A function of the states of the children, and of nothing else. */
function phaseOfAll(children: ReadonlySet<Child>): Phase {
  const states = new Set<Child['state']>();
  for (const { state } of children) states.add(state);
  if (states.has('active') || states.has('stalled')) return 'active';
  if (states.has('paused')) return 'paused';
  const [only] = states;
  // some are done and some have not begun: between two of them
  if (states.has('idle') || only === undefined) return states.size > 1 ? 'active' : 'idle';
  return states.has('failed') ? 'failed' : states.has('aborted') ? 'aborted' : 'complete';
}

/** Several transfers as one: the sum of their bytes, or of their shares where not all that have begun count bytes. */
import { isEnded, type Actions, type Phase, type Reading, type Source, type Unit } from './source.js';

export interface Child {
  readonly loaded: number;
  readonly total: number;
  readonly state: Phase | 'stalled';
  readonly unit: Unit;
  readonly actions: Actions;
}

interface Count {
  readonly loaded: number;
  /** Null while unknown. */
  readonly total: number | null;
}

export function childrenSource(children: ReadonlySet<Child>): Source {
  /** Of the run that goes on: those that have not begun are waited for no more. Over once its end was read. */
  let cancel: 'none' | 'asked' | 'over' = 'none';
  const phase = (): Phase => {
    const states = new Set([...children].map(({ state }) => state));
    if (cancel === 'over' && [...states].some(goesOn)) cancel = 'none';
    const found = phaseOfAll(states, cancel !== 'none');
    if (cancel === 'asked' && !goesOn(found)) cancel = 'over';
    return found;
  };
  return {
    tellsPause: true,
    get unit(): Unit {
      return countsBytes([...children]) ? 'byte' : 'none';
    },
    read: () => ({ ...sum([...children]), phase: phase() }),
    get phase() {
      return phase();
    },
    // the children tell their parent themselves
    listen: () => () => undefined,
    get abort() {
      const abort = each(children, 'abort', goesOn);
      return (
        abort &&
        ((reason: unknown) => {
          cancel = 'asked';
          abort(reason);
        })
      );
    },
    get pause() {
      return each(children, 'pause', (state) => state === 'active' || state === 'stalled');
    },
    get resume() {
      return each(children, 'resume', (state) => state === 'paused');
    },
  };
}

/** What has not begun may be anything yet: it does not turn bytes into shares. */
function countsBytes(children: readonly Child[]): boolean {
  const begun = children.filter(({ state }) => state !== 'idle');
  return (begun.length > 0 ? begun : children).every(({ unit }) => unit === 'byte');
}

/** Does it to all that are in such a state and can do it; undefined where there is none. */
function each(
  children: ReadonlySet<Child>,
  name: keyof Actions,
  isMeant: (state: Child['state']) => boolean,
): ((reason?: unknown) => void) | undefined {
  const able = [...children].filter(({ state, actions }) => isMeant(state) && actions[name]);
  if (able.length === 0) return undefined;
  return (reason) => {
    for (const { actions } of able) actions[name]?.(reason);
  };
}

function sum(children: readonly Child[]): Omit<Reading, 'phase'> {
  const counts = children.map(countsBytes(children) ? inBytes : inShares);
  const loaded = counts.reduce((whole, count) => whole + count.loaded, 0);
  // one that does not know its size leaves all of them without
  const isKnown = counts.every(({ total }) => total !== null);
  const total = isKnown ? counts.reduce((whole, count) => whole + (count.total ?? 0), 0) : 0;
  return { loaded, total };
}

/** What has ended will bring no more: its bytes that did not come are not waited for. */
function inBytes({ loaded, total, state, unit }: Child): Count {
  if (unit !== 'byte') return { loaded: 0, total: null };
  return { loaded, total: isEnded(state) ? loaded : total === 0 ? null : total };
}

function inShares({ loaded, total, state }: Child): Count {
  return { loaded: isEnded(state) ? 1 : total > 0 ? Math.min(1, loaded / total) : 0, total: 1 };
}

function goesOn(state: Child['state']): boolean {
  return state === 'active' || state === 'stalled' || state === 'paused';
}

/** A function of the states of the children, and of whether those that have not begun are still waited for. */
function phaseOfAll(states: ReadonlySet<Child['state']>, isCancelled: boolean): Phase {
  if (states.has('active') || states.has('stalled')) return 'active';
  if (states.has('paused')) return 'paused';
  const hasEnded = [...states].some(isEnded);
  if (!hasEnded) return 'idle';
  // some are done and some have not begun: between two of them
  if (states.has('idle') && !isCancelled) return 'active';
  return states.has('failed') ? 'failed' : states.has('aborted') ? 'aborted' : 'complete';
}

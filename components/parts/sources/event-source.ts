/** A target that fires ProgressEvents: an XMLHttpRequest or its upload, a FileReader, an element of ours. */
import { actionsOf, isEnded, type Phase, type Reading, type Source } from './source.js';

const starts = ['loadstart', 'progress'] as const;
const ends = { load: 'complete', error: 'failed', timeout: 'failed', abort: 'aborted' } as const;

export function eventSource(target: EventTarget): Source {
  let reading = peek(target) ?? { loaded: 0, total: 0, phase: 'idle' };
  let isFresh = true;

  const started = (event: Event): void => {
    // media elements have a `progress` too, which counts nothing
    if (!countsBytes(event)) return;
    reading = { ...countOf(event), phase: 'active' };
  };
  const ended = (event: Event, phase: 'complete' | 'failed' | 'aborted'): void => {
    if (reading.phase !== 'active') return;
    // an abort of XMLHttpRequest counts from 0 again; what was done is what was last heard
    const count = phase === 'complete' && countsBytes(event) && event.loaded > 0 ? countOf(event) : reading;
    const error = phase === 'failed' ? (errorOf(target) ?? failure(event.type)) : null;
    reading = { loaded: count.loaded, total: count.total, phase, error };
  };

  return {
    unit: 'byte',
    // asked each time: an element may be upgraded later
    get abort() {
      return actionsOf(target).abort;
    },
    get pause() {
      return actionsOf(target).pause;
    },
    get resume() {
      return actionsOf(target).resume;
    },
    get speaks() {
      return 'announce' in target && target.announce !== 'off';
    },
    read() {
      // what pauses and resumes by itself says so
      const state = stateOf(target);
      return reading.phase === 'active' && state === 'paused' ? { ...reading, phase: 'paused' } : reading;
    },
    listen(heard) {
      // it may have gone on, and ended, while nobody listened
      if (!isFresh) reading = peek(target) ?? reading;
      isFresh = false;
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const hear = (type: string, take: (event: Event) => void): void =>
        target.addEventListener(
          type,
          (event) => {
            take(event);
            heard();
          },
          options,
        );
      for (const type of starts) hear(type, started);
      for (const [type, phase] of Object.entries(ends)) hear(type, (event) => ended(event, phase));
      hear('statechange', () => {
        // it was emptied: what ended is not there any more
        if (isEnded(reading.phase) && stateOf(target) === 'idle') reading = { loaded: 0, total: 0, phase: 'idle' };
      });
      return () => controller.abort();
    },
  };
}

function countsBytes(event: Event): event is ProgressEvent {
  return 'loaded' in event && typeof event.loaded === 'number';
}

function countOf({ loaded, total, lengthComputable }: ProgressEvent): { loaded: number; total: number } {
  return { loaded, total: lengthComputable ? total : 0 };
}

function errorOf(target: EventTarget): Error | null {
  return 'error' in target && target.error instanceof Error ? target.error : null;
}

function failure(type: string): Error {
  return type === 'timeout'
    ? new DOMException('The transfer took too long.', 'TimeoutError')
    : new DOMException('The transfer failed.', 'NetworkError');
}

const phases: Readonly<Record<string, Phase>> = {
  running: 'active',
  active: 'active',
  stalled: 'active',
  paused: 'paused',
  done: 'complete',
  complete: 'complete',
  failed: 'failed',
  aborted: 'aborted',
};

function stateOf(target: EventTarget): Phase | null {
  return 'state' in target && typeof target.state === 'string' ? (phases[target.state] ?? 'idle') : null;
}

/** How far a target is that says so without an event; null where none of that can be read. */
function peek(target: EventTarget): Reading | null {
  const state = stateOf(target);
  if (state !== null && 'loaded' in target && 'total' in target) {
    const phase = state === 'paused' ? 'active' : state;
    return { loaded: Number(target.loaded), total: Number(target.total), phase, error: errorOf(target) };
  }
  const phase = phaseOfRequest(target) ?? phaseOfReader(target);
  return phase === null ? null : { loaded: 0, total: 0, phase, error: isEnded(phase) ? errorOf(target) : null };
}

function phaseOfRequest(target: EventTarget): Phase | null {
  if (typeof XMLHttpRequest === 'undefined' || !(target instanceof XMLHttpRequest)) return null;
  if (target.readyState < XMLHttpRequest.HEADERS_RECEIVED) return 'idle';
  if (target.readyState < XMLHttpRequest.DONE) return 'active';
  return target.status === 0 ? 'failed' : 'complete';
}

function phaseOfReader(target: EventTarget): Phase | null {
  if (typeof FileReader === 'undefined' || !(target instanceof FileReader)) return null;
  if (target.readyState === FileReader.EMPTY) return 'idle';
  if (target.readyState === FileReader.LOADING) return 'active';
  if (!target.error) return 'complete';
  return target.error.name === 'AbortError' ? 'aborted' : 'failed';
}

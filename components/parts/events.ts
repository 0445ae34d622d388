/** The types of the events that the elements fire; there is no global event map, so that other elements keep theirs. */

export interface ProgressEventMap {
  loadstart: ProgressEvent;
  progress: ProgressEvent;
  load: ProgressEvent;
  abort: ProgressEvent;
  error: ProgressEvent;
  timeout: ProgressEvent;
  loadend: ProgressEvent;
  statechange: Event;
}

/** HTMLElement's events, with `Own` in the place of those of the same name. */
export type EventMapOf<Own> = Omit<HTMLElementEventMap, keyof Own> & Own;

export type Listener<Target, Map, Type extends keyof Map> = (this: Target, event: Map[Type]) => unknown;

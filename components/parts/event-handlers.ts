/** Handler properties (`element.onloadend = …`) for the events that HTMLElement has none for. */

export type Handler<Fired extends Event = Event> = ((event: Fired) => unknown) | null;

/** Written as a method, so that a handler of progress events can be kept as one of events: who sets it says which it hears. */
type Kept = { hear(event: Event): unknown }['hear'];

const handlers = new WeakMap<EventTarget, Map<string, Kept | null>>();

export function getHandler(target: EventTarget, type: string): Handler {
  return handlers.get(target)?.get(type) ?? null;
}

/** As the platform does: the listener keeps its place among the others when the handler is changed. */
export function setHandler(target: EventTarget, type: string, handler: Handler<never>): void {
  const own = handlers.get(target) ?? new Map<string, Kept | null>();
  handlers.set(target, own);
  if (!own.has(type)) target.addEventListener(type, (event) => own.get(type)?.call(target, event));
  own.set(type, typeof handler === 'function' ? handler : null);
}

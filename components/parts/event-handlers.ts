/** Handler properties (`element.onloadend = …`) for the events that HTMLElement has none for. */

export type Handler = ((event: Event) => unknown) | null;

const handlers = new WeakMap<EventTarget, Map<string, Handler>>();

export function getHandler(target: EventTarget, type: string): Handler {
  return handlers.get(target)?.get(type) ?? null;
}

/** As the platform does: the listener keeps its place among the others when the handler is changed. */
export function setHandler(target: EventTarget, type: string, handler: Handler): void {
  const own = handlers.get(target) ?? new Map<string, Handler>();
  handlers.set(target, own);
  if (!own.has(type)) target.addEventListener(type, (event) => own.get(type)?.call(target, event));
  own.set(type, typeof handler === 'function' ? handler : null);
}

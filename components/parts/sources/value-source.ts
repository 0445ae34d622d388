/** `value` and `max` of an element, read from its attributes as `<progress>` reads them; a `<progress>` in it stands in for them. */
import type { Reading, Source } from './source.js';

export interface ValueSource extends Source {
  /** Looks for a `<progress>` among the children again. */
  adopt(): void;
}

/** What the attributes say, by the rules of `<progress>`; `value` is null without one. */
export function readElement(element: Element): { readonly value: number | null; readonly max: number } {
  const text = element.getAttribute('max');
  const asked = text === null ? 1 : Number.parseFloat(text);
  const max = asked > 0 && Number.isFinite(asked) ? asked : 1;
  const value = element.getAttribute('value');
  if (value === null) return { value, max };
  const number = Number.parseFloat(value);
  return { value: Number.isFinite(number) ? Math.min(max, Math.max(0, number)) : 0, max };
}

export function valueSource(element: Element): ValueSource {
  let inner: Element | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const heard of [...listeners]) heard();
  };
  const observer = typeof MutationObserver === 'undefined' ? null : new MutationObserver(tell);
  const adopt = (): void => {
    observer?.disconnect();
    inner = [...element.children].find(({ localName }) => localName === 'progress') ?? null;
    if (inner && listeners.size > 0) observer?.observe(inner, { attributes: true, attributeFilter: ['value', 'max'] });
  };
  return {
    unit: 'none',
    isPlain: true,
    adopt,
    read(): Reading {
      const isOwn = element.hasAttribute('value') || element.hasAttribute('max');
      const from = isOwn ? element : inner;
      if (!from) return { loaded: 0, total: 0, phase: 'idle' };
      const { value, max } = readElement(from);
      if (value === null) return { loaded: 0, total: 0, phase: 'active' };
      return { loaded: value, total: max, phase: value >= max ? 'complete' : 'active' };
    },
    listen(heard) {
      listeners.add(heard);
      adopt();
      return () => {
        listeners.delete(heard);
        observer?.disconnect();
      };
    },
  };
}

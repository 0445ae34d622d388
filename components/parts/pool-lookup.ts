/** Finds the pool an element works with: the one named by id, else the nearest around it, else none. */
import { ContextEvent, createContext } from '@lit/context';
import type { Bridge } from '../../src/bridge/bridge.js';

export type Pool = ReturnType<Bridge<'crypto'>['poolOf']>;

/** The pool of the nearest `<worker-pool>`, by the Context protocol. A registered symbol: two loaded copies understand each other. */
export const poolContext = createContext<Pool>(Symbol.for('tallow-elements/worker-pool'));

interface PoolHolder {
  readonly pool: Pool;
}

/** Asked when work starts, so that a `<worker-pool>` that was upgraded late, or put around later, is found. */
export function findPool(element: Element, id = ''): Pool | undefined {
  if (id !== '') return poolById(element, id);
  let found: Pool | undefined;
  element.dispatchEvent(new ContextEvent(poolContext, element, (pool) => (found = pool)));
  return found;
}

/** The pool that is found now, for work of many tasks; from when that one takes no more, because an attribute changed, the next. */
export function followPool(element: Element, id = ''): () => Pool | undefined {
  let pool = findPool(element, id);
  return () => {
    if (pool?.state === 'closing' || pool?.state === 'closed') pool = findPool(element, id);
    return pool;
  };
}

function poolById(element: Element, id: string): Pool | undefined {
  const root = element.getRootNode();
  const near = root instanceof ShadowRoot ? root.getElementById(id) : null;
  const holder = near ?? element.ownerDocument.getElementById(id);
  if (holder && holdsPool(holder)) return holder.pool;
  console.warn(`<${element.localName} pool="${id}">: there is no <worker-pool id="${id}">; using a pool of its own.`);
  return undefined;
}

function holdsPool(element: Element): element is Element & PoolHolder {
  return 'pool' in element && typeof element.pool === 'object' && element.pool !== null && 'execute' in element.pool;
}

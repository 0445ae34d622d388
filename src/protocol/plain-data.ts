/** Copies what may cross with an error: data only, bounded in depth and size, without the names that pollute prototypes. */

/** In place of what cannot, or may not, be copied. */
export const dropped = Symbol('dropped');

/** What is left to spend, in units that are roughly bytes. */
export interface Budget {
  left: number;
}

export function newBudget(): Budget {
  return { left: 1_000_000 };
}

/** Names that are never copied as fields: they mean something else on an error, or on any object. */
export const reserved: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'name',
  'message',
  'stack',
  'cause',
]);
const polluting: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const maxDepth = 10;
/** To have the platform clone one object costs about as much as to copy this many bytes. */
const perObject = 1000;

/** How errors within the data are copied: the platform would take their stacks along, and leave their names and fields behind. */
export interface ErrorCopier {
  /** What is to be copied this way. */
  readonly is: (value: object) => boolean;
  readonly copy: (value: object, budget: Budget, depth: number) => unknown;
}

/** A copy of `value` as structured cloning would make it, or `dropped`; in records and arrays, what cannot be copied is left out. */
export function copyData(value: unknown, budget: Budget, errors: ErrorCopier, depth = 0): unknown {
  budget.left -= 16;
  if (typeof value === 'string') budget.left -= value.length;
  if (budget.left < 0 || depth > maxDepth || typeof value === 'function' || typeof value === 'symbol') return dropped;
  if (typeof value !== 'object' || value === null) return value;
  if (errors.is(value)) return errors.copy(value, budget, depth + 1);
  if (Array.isArray(value)) return copyArray(value, budget, errors, depth);
  // what has a tag of its own (Date, Map, Blob, views, …) is the platform's to copy, or to refuse
  if (Object.prototype.toString.call(value) !== '[object Object]')
    return copyPlatformObject(value, budget, errors, depth);
  return copyRecord(value, budget, errors, depth);
}

function copyArray(list: readonly unknown[], budget: Budget, errors: ErrorCopier, depth: number): unknown[] {
  const copy: unknown[] = [];
  for (const item of list) {
    if (budget.left < 0) break;
    const value = copyData(item, budget, errors, depth + 1);
    copy.push(value === dropped ? undefined : value);
  }
  return copy;
}

function copyRecord(record: object, budget: Budget, errors: ErrorCopier, depth: number): object {
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(record)) {
    if (budget.left < 0) break;
    if (polluting.has(name)) continue;
    budget.left -= name.length;
    const value = copyData(Reflect.get(record, name), budget, errors, depth + 1);
    if (value !== dropped) copy[name] = value;
  }
  return copy;
}

function copyPlatformObject(value: object, budget: Budget, errors: ErrorCopier, depth: number): unknown {
  // entry by entry: what they share would be copied once for each that holds it
  if (value instanceof Map) return new Map(copyArray([...value], budget, errors, depth).filter(isEntry));
  if (value instanceof Set) return new Set(copyArray([...value], budget, errors, depth));
  budget.left -= perObject + sizeOf(value);
  if (!(budget.left >= 0)) return dropped;
  try {
    return structuredClone(value);
  } catch {
    return dropped;
  }
}

function isEntry(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function sizeOf(value: object): number {
  // a view is cloned with all that is in its buffer
  if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
  if ('byteLength' in value) return Number(value.byteLength);
  if (value instanceof Error) return value.message.length + (value.stack?.length ?? 0);
  return 0;
}

/** How what was thrown gets on the wire as plain data, and out of it again as an error of the same class. */
import { IPCError, OperationError, type IPCErrorCode, type OperationErrorCode } from '../errors.js';
import { copyData, dropped, newBudget, reserved, type Budget, type ErrorCopier } from './plain-data.js';
import { isRecord } from './messages.js';

/** An error as plain data. `kind` names the class to rebuild, `name` what it calls itself. */
export interface ErrorData {
  readonly kind: string;
  readonly name: string;
  readonly message: string;
  /** Own fields, `code` among them. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly cause?: ThrownData;
  readonly errors?: readonly ThrownData[];
  readonly stack?: string;
}

/** Anything that can be thrown: an error, or any other value as it is. */
export type ThrownData = ErrorData | { readonly kind: 'value'; readonly value: unknown };

/** How long a chain of causes, or errors within errors, may get. */
const maxDepth = 10;
/** How many errors of one AggregateError are kept. */
const maxErrors = 100;
/** What an error costs besides its text: a tree whose branches are shared is small as a message, and huge once walked. */
const perError = 1000;
/** Characters of a message, name or stack. */
const maxText = 100_000;

const builtIn = new Map(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [type.name, type]),
);

const ipcCodes: ReadonlyMap<unknown, IPCErrorCode> = codes<IPCErrorCode>({
  unavailable: 0,
  crashed: 0,
  terminated: 0,
  uncloneable: 0,
  'unknown-operation': 0,
  overloaded: 0,
  aborted: 0,
  timeout: 0,
});

const operationCodes: ReadonlyMap<unknown, OperationErrorCode> = codes<OperationErrorCode>({
  invalid: 0,
  'not-sealed': 0,
  unsupported: 0,
  truncated: 0,
  'cannot-open': 0,
  corrupt: 0,
  'nonce-reused': 0,
  changed: 0,
  unwritable: 0,
  'not-compressed': 0,
  'too-large': 0,
});

/** Under this name an error within data stands on the wire. Data of that very shape becomes an error, which harms nobody. */
const packed = 'tallow:error';

const packing = (stacks: boolean): ErrorCopier => ({
  is: (value) => value instanceof Error || value instanceof DOMException,
  copy: (error, budget, depth) => (depth > maxDepth ? dropped : { [packed]: toWire(error, stacks, budget, depth) }),
});

const unpacking: ErrorCopier = {
  is: (value) => Object.hasOwn(value, packed),
  copy: (value, budget, depth) => (depth > maxDepth ? dropped : fromWire(Reflect.get(value, packed), budget, depth)),
};

/** A record as the list, so that a code added to the union and forgotten here does not compile. */
function codes<Code extends string>(list: Record<Code, 0>): Map<unknown, Code> {
  const map = new Map<unknown, Code>();
  for (const code in list) map.set(code, code);
  return map;
}

/**
 * Turns anything thrown into plain data that can be posted. Never throws: a field that cannot be copied is left out,
 * and what is too deep or too large is cut. Stacks tell about the inside of a worker: only with `stacks`.
 */
export function toWire(thrown: unknown, stacks = false, budget = newBudget(), depth = 0): ThrownData {
  try {
    if (thrown instanceof Error || thrown instanceof DOMException) return fromError(thrown, stacks, budget, depth);
    const value = copyData(thrown, budget, packing(stacks), depth);
    if (value !== dropped) return { kind: 'value', value };
  } catch {
    // a getter or a proxy that throws: described below
  }
  const told = `What was thrown (${typeof thrown}) cannot be copied between threads.`;
  return fromError(new IPCError('uncloneable', told), false, budget, maxDepth);
}

function fromError(error: Error | DOMException, stacks: boolean, budget: Budget, depth: number): ErrorData {
  budget.left -= perError;
  const name = text(error.name, budget);
  const message = text(error.message, budget);
  const stack = stacks ? text(error.stack, budget) : '';
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(error)) {
    if (reserved.has(key) || (key === 'errors' && error instanceof AggregateError)) continue;
    const value = copyField(error, key, packing(stacks), budget, depth);
    if (value !== dropped) fields[key] = value;
  }
  const nested = (one: unknown) => toWire(one, stacks, budget, depth + 1);
  return {
    kind: kindOf(error),
    name,
    message,
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(mayNest(budget, depth) && Object.hasOwn(error, 'cause') && { cause: nested(error.cause) }),
    ...(error instanceof AggregateError && { errors: within(budget, depth, error.errors, nested) }),
    ...(stack !== '' && { stack }),
  };
}

function mayNest(budget: Budget, depth: number): boolean {
  return depth < maxDepth && budget.left > 0;
}

/** Those of `errors` that may still be afforded. */
function within<One>(budget: Budget, depth: number, errors: unknown, make: (one: unknown) => One): One[] {
  const made: One[] = [];
  if (!Array.isArray(errors)) return made;
  for (const one of errors.slice(0, maxErrors)) {
    if (!mayNest(budget, depth)) break;
    made.push(make(one));
  }
  return made;
}

function copyField(error: object, name: string, errors: ErrorCopier, budget: Budget, depth: number): unknown {
  try {
    return copyData(Reflect.get(error, name), budget, errors, depth);
  } catch {
    return dropped;
  }
}

function kindOf(error: Error | DOMException): string {
  if (error instanceof IPCError) return 'IPCError';
  if (error instanceof OperationError) return 'OperationError';
  if (error instanceof DOMException) return 'DOMException';
  if (error instanceof AggregateError) return 'AggregateError';
  for (const [name, type] of builtIn) if (name !== 'Error' && error instanceof type) return name;
  return 'Error';
}

/**
 * Rebuilds what was thrown on the other side. Safe with data from anyone: never throws, makes only the classes it knows,
 * and goes only so deep and so far. A plain string (the older wire) becomes an Error with that message.
 */
export function fromWire(data: unknown, budget = newBudget(), depth = 0): unknown {
  try {
    if (typeof data === 'string') return new Error(text(data, budget));
    if (!isRecord(data)) return new Error('The other side failed without saying why.');
    if (data.kind !== 'value') return rebuild(data, budget, depth);
    const value = copyData(data.value, budget, unpacking, depth);
    return value === dropped ? new Error('The other side threw something that cannot be read.') : value;
  } catch {
    return new Error('The other side sent an error that cannot be read.');
  }
}

function rebuild(data: Readonly<Record<string, unknown>>, budget: Budget, depth: number): Error | DOMException {
  const { kind, fields, cause, errors } = data;
  budget.left -= perError;
  const name = text(data.name, budget) || 'Error';
  const message = text(data.message, budget);
  const stack = text(data.stack, budget);
  const own = isRecord(fields) ? fields : {};
  const nested = (one: unknown) => fromWire(one, budget, depth + 1);
  const error =
    kind === 'AggregateError'
      ? new AggregateError(within(budget, depth, errors, nested), message)
      : construct(kind, name, message, own.code);
  if (error.name !== name) define(error, 'name', name, false);
  for (const key of Object.keys(own)) {
    if (reserved.has(key) || (key === 'code' && key in error)) continue;
    if (key === 'errors' && error instanceof AggregateError) continue;
    const value = copyData(own[key], budget, unpacking, depth);
    if (value !== dropped) define(error, key, value, true);
  }
  if (cause !== undefined && mayNest(budget, depth)) define(error, 'cause', nested(cause), false);
  if (stack !== '') define(error, 'stack', stack, false);
  return error;
}

function construct(kind: unknown, name: string, message: string, code: unknown): Error {
  const ipc = ipcCodes.get(code);
  if (kind === 'IPCError' && ipc !== undefined) return new IPCError(ipc, message);
  const operation = operationCodes.get(code);
  if (kind === 'OperationError' && operation !== undefined) return new OperationError(operation, message);
  if (kind === 'DOMException') return new DOMException(message, name);
  return new (builtIn.get(String(kind)) ?? Error)(message);
}

function define(error: object, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
}

function text(value: unknown, budget: Budget): string {
  if (typeof value !== 'string') return '';
  const cut = value.slice(0, Math.max(0, Math.min(maxText, budget.left)));
  budget.left -= cut.length;
  return cut;
}

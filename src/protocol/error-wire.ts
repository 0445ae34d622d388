/** How what was thrown gets on the wire as plain data, and out of it again as an error of the same class. */
import { IPCError, OperationError, type IPCErrorCode, type OperationErrorCode } from '../errors.js';
import { copyData, dropped, newBudget, reserved, type Budget } from './plain-data.js';
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
});

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
    const value = copyData(thrown, budget);
    if (value !== dropped) return { kind: 'value', value };
  } catch {
    // a getter or a proxy that throws: described below
  }
  return fromError(
    new IPCError('uncloneable', `What was thrown (${typeof thrown}) cannot be copied between threads.`),
    false,
    newBudget(),
    0,
  );
}

function fromError(error: Error | DOMException, stacks: boolean, budget: Budget, depth: number): ErrorData {
  const nested = depth < maxDepth && budget.left > 0;
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(error)) {
    if (reserved.has(name)) continue;
    const value = copyField(error, name, budget);
    if (value !== dropped) fields[name] = value;
  }
  return {
    kind: kindOf(error),
    name: text(error.name),
    message: text(error.message),
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(nested && Object.hasOwn(error, 'cause') && { cause: toWire(error.cause, stacks, budget, depth + 1) }),
    ...(nested &&
      error instanceof AggregateError && {
        errors: error.errors.slice(0, 100).map((one: unknown) => toWire(one, stacks, budget, depth + 1)),
      }),
    ...(stacks && typeof error.stack === 'string' && { stack: text(error.stack) }),
  };
}

function copyField(error: object, name: string, budget: Budget): unknown {
  try {
    return copyData(Reflect.get(error, name), budget);
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
 * and goes only so deep. A plain string (the older wire) becomes an Error with that message.
 */
export function fromWire(data: unknown, depth = 0): unknown {
  try {
    if (typeof data === 'string') return new Error(text(data));
    if (!isRecord(data)) return new Error('The other side failed without saying why.');
    if (data.kind !== 'value') return rebuild(data, depth);
    const value = copyData(data.value, newBudget());
    return value === dropped ? new Error('The other side threw something that cannot be read.') : value;
  } catch {
    return new Error('The other side sent an error that cannot be read.');
  }
}

function rebuild(data: Readonly<Record<string, unknown>>, depth: number): Error | DOMException {
  const { kind, fields, cause, errors, stack } = data;
  const name = text(data.name) || 'Error';
  const own = isRecord(fields) ? fields : {};
  const error = construct(kind, name, text(data.message), own.code, depth < maxDepth ? errors : undefined, depth);
  if (error.name !== name) define(error, 'name', name, false);
  const budget = newBudget();
  for (const key of Object.keys(own)) {
    if (reserved.has(key) || (key === 'code' && key in error)) continue;
    const value = copyData(own[key], budget);
    if (value !== dropped) define(error, key, value, true);
  }
  if (cause !== undefined && depth < maxDepth) define(error, 'cause', fromWire(cause, depth + 1), false);
  if (typeof stack === 'string') define(error, 'stack', text(stack), false);
  return error;
}

function construct(kind: unknown, name: string, message: string, code: unknown, errors: unknown, depth: number): Error {
  const ipc = ipcCodes.get(code);
  if (kind === 'IPCError' && ipc !== undefined) return new IPCError(ipc, message);
  const operation = operationCodes.get(code);
  if (kind === 'OperationError' && operation !== undefined) return new OperationError(operation, message);
  if (kind === 'DOMException') return new DOMException(message, name);
  if (kind === 'AggregateError') {
    const list = Array.isArray(errors) ? errors.slice(0, 100) : [];
    return new AggregateError(
      list.map((one) => fromWire(one, depth + 1)),
      message,
    );
  }
  return new (builtIn.get(String(kind)) ?? Error)(message);
}

function define(error: object, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, maxText) : '';
}

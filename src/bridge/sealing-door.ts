/** What only the bridges may ask a built-in pool for: work under a key and a nonce, which must never serve for two texts. */
import { OperationError } from '../errors.js';

/** Those operations, and the call that finds key and nonce itself. */
const instead = {
  encrypt: 'encryptFile',
  'prepare-seal': 'sealFile',
  seal: 'sealFile',
  'seal-pieces': 'sealFile',
} as const;
export type SealingType = keyof typeof instead;

/** Registered: elements of one loaded copy work in the pool of another. */
const door = Symbol.for('tallow-elements/sealing-door');

/** The task as pools take it from a bridge; the mark stays when somebody in between copies the task. */
export const asBridge = <Task extends object>(task: Task): Task => ({ ...task, [door]: true });

/** Why a task that came in by the front is not done, or null. */
export function refusalOf(task: { readonly channel: string; readonly type: string }): OperationError | null {
  const { channel, type } = task;
  if (channel !== 'crypto' || door in task || !isSealing(type)) return null;
  const call = `WorkerBridge.crypto.${instead[type]}`;
  return new OperationError(
    'invalid',
    `A pool takes no '${type}': a nonce could be used twice. Call ${call} with {pool}.`,
  );
}

const isSealing = (type: string): type is SealingType => Object.hasOwn(instead, type);

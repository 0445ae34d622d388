/** What an operation is given beside its input, for tests that call it without any protocol. */
import type { OperationContext } from '../../src/operation.js';

export function quiet(signal: AbortSignal = new AbortController().signal): OperationContext {
  return { signal, progress: () => undefined, transfer: (value) => value };
}

/** Remembers what was reported. */
export function listening(): { context: OperationContext; reports: { loaded: number; total: number }[] } {
  const reports: { loaded: number; total: number }[] = [];
  return { reports, context: { ...quiet(), progress: (loaded, total) => void reports.push({ loaded, total }) } };
}

/** What keeps a file from telling more of itself: in our words. Those of a parser may be the file's own, or anything. */
import { OperationError } from '../errors.js';

export interface FileProblem {
  /** `truncated`: something that belongs there is missing, and it may be cut off. `corrupt`: damaged, or of a kind that the parser does not know. */
  readonly code: 'corrupt' | 'truncated';
  /** In English. */
  readonly message: string;
}

export const truncated = (message: string): FileProblem => ({ code: 'truncated', message });

/** Of what a reader of files threw. Throws what is no fault of the file's bytes. */
export function problemOf(error: unknown): FileProblem {
  if (!(error instanceof OperationError)) {
    return { code: 'corrupt', message: 'It is damaged, or of a kind that its parser does not know.' };
  }
  const { code, message } = error;
  if (code === 'corrupt' || code === 'truncated') return { code, message };
  throw error;
}

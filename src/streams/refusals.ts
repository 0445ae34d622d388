/** What a reader of sealed files answers (docs/format.md): each always in the same words, which tell no more than the code does. */
import { OperationError } from '../errors.js';

/** One message for a wrong passphrase, a wrong key and a changed header: it must not tell which check failed. */
export const cannotOpen = (): OperationError =>
  new OperationError(
    'cannot-open',
    'The file cannot be opened: the passphrase or key is wrong, or its header was changed',
  );

export const truncated = (): OperationError =>
  new OperationError('truncated', 'The file was cut short: no sealed file has this length');

export const corrupt = (): OperationError =>
  new OperationError('corrupt', 'The file is damaged: a part of it was changed, moved or removed');

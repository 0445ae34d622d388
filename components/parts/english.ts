/** Every word the elements say, in English: the table a translation replaces, whole or in part. */

/** A sentence with `{named}` gaps, or one for each plural form of `{count}` (Intl.PluralRules; `other` is a must). */
export type Phrase = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>);

export const english = {
  // intake
  'drop-files': 'Drop files here, or',
  'drop-file': 'Drop a file here, or',
  'drop-now': 'Drop to add',
  'choose-files': 'Choose files…',
  'choose-file': 'Choose a file…',
  'choose-folder': 'Choose a folder…',
  'files-list': 'Files',
  'limit-size': 'up to {size} each',
  'limit-count': { one: 'at most one file', other: 'at most {count} files' },
  'refused-too-large': 'Too large: {size}, and at most {limit} is taken.',
  'refused-too-many': {
    one: 'Not added: only one file is taken.',
    other: 'Not added: at most {count} files are taken.',
  },
  'refused-type': 'Not added: this kind of file is not taken here.',
  'refused-folder': 'Not added: folders are not taken here.',
  'refused-empty-folder': 'Not added: this folder has no files.',
  'refused-unreadable':
    'Not added: this file could not be read. It may have been moved or deleted, or reading it may not be allowed.',

  // actions
  encrypt: { one: 'Encrypt', other: 'Encrypt {count} files' },
  decrypt: { one: 'Open', other: 'Open {count} files' },
  start: { one: 'Start', other: 'Encrypt or open {count} files' },
  cancel: 'Cancel',
  'cancel-item': 'Cancel {name}',
  retry: 'Try again',
  'retry-item': 'Try again: {name}',
  save: 'Save…',
  'save-item': 'Save {name}…',
  'save-all': { one: 'Save…', other: 'Save {count} files' },
  remove: 'Remove',
  'remove-item': 'Remove {name}',
  reset: 'Clear',

  // passphrase
  passphrase: 'Passphrase',
  'passphrase-again': 'Passphrase, once more',
  'show-passphrase': 'Show passphrase',
  'passphrase-missing': 'Type a passphrase.',
  'passphrase-differs': 'The two passphrases are not the same.',
  'passphrase-warning': 'Without this passphrase nobody can open the result, and nobody can recover it.',

  // states of a file
  'to-encrypt': 'will be encrypted',
  'to-decrypt': 'sealed, will be opened',
  waiting: 'waiting',
  preparing: 'preparing…',
  encrypted: 'Encrypted as {name}',
  decrypted: 'Opened as {name}',
  aborted: 'Cancelled',
  'progress-of': '{loaded} of {total}',
  'time-left': '{time} left',
  'progress-label': 'Progress of {name}',
  'total-label': 'Total progress',
  'total-files': '{done} of {count} files',

  // failures
  'failed-cannot-open': 'Wrong passphrase, or the beginning of the file is damaged.',
  'failed-cannot-open-key': 'Wrong key, or the beginning of the file is damaged.',
  'failed-corrupt': 'The file is damaged: part of it was changed, moved or lost. Nothing was written.',
  'failed-truncated': 'The file is cut short. Get it again from where it came.',
  'failed-not-sealed': 'Not a sealed file, so there is nothing to open.',
  'failed-unsupported': 'The file was sealed in a way that cannot be opened here.',
  'failed-unsupported-encrypt': 'This way of sealing does not work on this page.',
  'failed-changed': 'The file changed or vanished while it was read. Choose it again.',
  'failed-unwritable': 'The result could not be written. There may be too little space.',
  'failed-space': 'There is not enough space for the result.',
  'failed-invalid': 'This cannot be done as it was asked: {detail}',
  'failed-unavailable': 'No worker could be started here, and this page does not allow going on without one.',
  'failed-crashed': 'The worker stopped unexpectedly. Try again.',
  'failed-terminated': 'The workers were shut down before this was finished. Try again.',
  'failed-unknown-operation': 'The workers that this page offers cannot do this.',
  'failed-overloaded': 'Too much is waiting already. Try again in a moment.',
  'failed-timeout': 'It took too long and was stopped. Try again.',
  'failed-save': 'The file could not be saved. Try again, or choose another place.',
  'failed-other': 'It did not work. Try again.',

  // validity
  'value-missing': 'Choose a file.',
  'not-started': 'The files are not encrypted yet.',
  'not-opened': 'The files are not opened yet.',
  'not-finished': 'Some files could not be finished. Try again or remove them.',
  busy: 'Wait until the files are finished, or cancel.',

  // announcements
  'said-start': { one: 'Started: one file.', other: 'Started: {count} files.' },
  'said-done': { one: 'Done: {name}.', other: 'Done: {count} files.' },
  'said-failed': { one: 'Failed: {name}. {reason}', other: 'Failed: {count} files. {reason}' },
  'said-aborted': 'Cancelled.',
  'said-refused': { one: '{name}: {reason}', other: '{count} files were not added.' },

  // transfer-progress
  'transfer-label': 'Progress',
  'transfer-idle': 'not started',
  'transfer-started': 'Started',
  'transfer-paused': 'Paused',
  'transfer-stalled': 'Stalled',
  'transfer-complete': 'Done',
  'transfer-failed': 'Failed',
  'transfer-aborted': 'Cancelled',
  'said-transfer': '{name}: {what}',
  pause: 'Pause',
  'pause-item': 'Pause {name}',
  resume: 'Resume',
  'resume-item': 'Resume {name}',

  // worker-pool
  'pool-label': 'Workers',
  'pool-idle': 'not started yet',
  'pool-starting': 'starting…',
  'pool-ready': 'ready',
  'pool-busy': 'at work',
  'pool-closing': 'finishing…',
  'pool-closed': 'shut down',
  'pool-failed': 'could not be started',
  'pool-in-workers': 'in workers',
  'pool-on-page': 'on the page itself',
  'pool-workers': '{busy} of {size} busy',
  'pool-queued': 'waiting',
  'pool-completed': 'done',
  'pool-failures': 'failed',
  'pool-restarts': 'restarts',
  'pool-wait': 'mean wait',
  'pool-run': 'mean run',
} satisfies Record<string, Phrase>;

export type PhraseName = keyof typeof english;
export type Strings = Readonly<Record<PhraseName, Phrase>>;

// Provokes each failure, and decides by its code what a person is told and whether trying again makes sense.
import { createWorkerPool, IPCError, OperationError, WorkerBridge } from 'tallow-elements';
import { runnable, verify } from '../page.js';

/** What to do, by code. Codes do not change; messages may. */
const advice = {
  'cannot-open': 'Ask for the passphrase again.',
  corrupt: 'Get the file again from where it came; no part of it was opened.',
  truncated: 'Get the file again: its end is missing.',
  'not-sealed': 'Let another file be chosen.',
  aborted: 'Nothing: it was cancelled.',
  timeout: 'Try again, or allow more time.',
  crashed: 'Try again later; it was tried more than once already.',
  overloaded: 'Try again when less is waiting.',
  unavailable: 'Show the message to the developer: it says what refused to start.',
};

/** An error of this library as { code, message, advice }. Any other is a bug: it is thrown on. */
export function explain(error) {
  if (!(error instanceof OperationError || error instanceof IPCError)) throw error;
  return { code: error.code, message: error.message, advice: advice[error.code] ?? 'Show the message.' };
}

/** A pool of one worker that may crash. Only tasks whose worker died are tried again, and never an operation's own error. */
export function createFragilePool(maxRetries) {
  let started = 0;
  const url = new URL('./fragile.worker.js', import.meta.url);
  const start = () => new Worker(url, { type: 'module', name: String(++started) });
  return createWorkerPool(start, 1, { maxRetries });
}

/** Runs one task in a pool of its own, and ends the pool whatever happens. */
async function runFragile(type, { timeout, maxRetries = 1 }) {
  const pool = createFragilePool(maxRetries);
  try {
    const said = await pool.execute({ channel: 'custom', type, payload: null, timeout });
    return `${said}, after ${pool.getStats().retried} retry`;
  } finally {
    pool.terminate();
  }
}

const { sealFile, openFile } = WorkerBridge.crypto;
const letter = new File(['Dear reader'], 'letter.txt', { type: 'text/plain' });
const sealed = () => sealFile(letter, 'correct horse');

/** Each resolves with a sentence, or rejects with the error that it is here for. */
export const cases = {
  'wrong passphrase': async () => openFile(await sealed(), 'battery staple'),
  async 'damaged file'() {
    const bytes = new Uint8Array(await (await sealed()).arrayBuffer());
    bytes[bytes.length - 1] ^= 1;
    return openFile(new File([bytes], 'letter.txt.sealed'), 'correct horse');
  },
  'cut short': async () => openFile((await sealed()).slice(0, 100), 'correct horse'),
  'not sealed': () => openFile(letter, 'correct horse'),
  deadline: () => runFragile('wait', { timeout: 200 }),
  'crash, tried again': () => runFragile('crash-once', { maxRetries: 1 }),
  'crash for good': () => runFragile('crash', { maxRetries: 1 }),
};

for (const button of document.querySelectorAll('[data-case]')) {
  button.addEventListener('click', async () => {
    const name = button.dataset.case;
    try {
      addRow([name, '', await cases[name](), 'Nothing: it worked.'], 'good');
    } catch (error) {
      const { code, message, advice } = explain(error);
      addRow([name, code, message, advice], 'bad');
    }
  });
}

function addRow(texts, mood) {
  const row = document.querySelector('tbody').insertRow(0);
  for (const text of texts) row.insertCell().textContent = text;
  row.cells[1].className = mood;
}

runnable(async () => {
  const codes = [];
  for (const provoke of Object.values(cases)) {
    codes.push(
      await provoke().then(
        () => 'worked',
        (error) => explain(error).code,
      ),
    );
  }
  const expected = ['cannot-open', 'corrupt', 'truncated', 'not-sealed', 'timeout', 'worked', 'crashed'];
  verify(codes.join() === expected.join(), `The codes are ${codes.join(', ')}.`);
  return 'Six failures, each with its own code; a crash was tried again and worked.';
});

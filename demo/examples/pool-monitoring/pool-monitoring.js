// Watches a pool: its statistics once, as they change, and as an element.
import { createWorkerPool } from 'tallow-elements';
import 'tallow-elements/define/all.js';
import { runnable, say, verify } from '../page.js';

const workerUrl = new URL('./chore.worker.js', import.meta.url);

/** The pool and its workers start with the first task. */
export function createChorePool(size = 2) {
  return createWorkerPool(workerUrl, size);
}

/** Hands `count` tasks to a pool, or to a <worker-pool>: both have `execute`. */
export function addTasks(pool, count, milliseconds = 400) {
  const task = { channel: 'custom', type: 'chore', payload: { milliseconds } };
  return Promise.all(Array.from({ length: count }, () => pool.execute(task)));
}

/** Which numbers to show, and how; times are in milliseconds. */
const figures = {
  busy: ({ busy, size }) => `${busy} of ${size}`,
  queued: ({ queued }) => queued,
  completed: ({ completed }) => completed,
  failed: ({ failed }) => failed,
  retried: ({ retried }) => retried,
  restarted: ({ restarted }) => restarted,
};

export function showStats(list, stats) {
  const entries = Object.entries(figures).map(([name, text]) => {
    const [entry, term, value] = ['div', 'dt', 'dd'].map((tag) => document.createElement(tag));
    term.textContent = name;
    value.textContent = text(stats);
    entry.append(term, value);
    return entry;
  });
  list.replaceChildren(...entries);
}

const list = document.querySelector('#figures');
if (list) {
  const pool = createChorePool();
  showStats(list, pool.getStats());
  // Called after every change. What it returns is a function that ends that.
  pool.subscribe((stats) => showStats(list, stats));

  wireButtons('[data-add]', pool);
  wireButtons('[data-add-to]', document.querySelector('#element'));
}

function wireButtons(selector, pool) {
  for (const button of document.querySelectorAll(selector)) {
    button.addEventListener('click', async () => {
      const count = Number(button.dataset.add ?? button.value);
      try {
        await addTasks(pool, count);
        say(document.querySelector('#said'), `${count === 1 ? 'A task is' : `${count} tasks are`} done.`, 'good');
      } catch (error) {
        say(document.querySelector('#said'), error.message, 'bad');
      }
    });
  }
}

runnable(async () => {
  const pool = createChorePool();
  let most = 0;
  pool.subscribe(({ busy }) => (most = Math.max(most, busy)));
  try {
    await addTasks(pool, 6, 50);
    const { completed, failed, busy, queued, size } = pool.getStats();
    verify(completed === 6 && failed + busy + queued === 0, 'The statistics do not add up.');
    verify(most <= size, 'More tasks ran than there are workers.');
    return `${completed} tasks counted, at most ${most} at work, none left.`;
  } finally {
    pool.terminate();
  }
});

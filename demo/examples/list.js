// Runs the examples one after another, each as its own page in a frame, and says how each ended.
import { say } from './page.js';

/** Milliseconds after which an example that says nothing has failed. The longest moves 50 MB over a bad line. */
const deadline = 120_000;

/**
 * Opens the example at `address` out of sight and runs it. Resolves with the sentence it ends with; rejects with its error, or with
 * the reason of `signal`. The frame is gone then, and with it every worker that was started in it.
 */
export async function runExample(address, signal) {
  const frame = document.createElement('iframe');
  const stopped = new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  frame.title = 'The example at work';
  frame.className = 'at-work';
  frame.inert = true;
  frame.src = address;
  try {
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await Promise.race([loaded, stopped]);
    // Module scripts have run when the page has loaded: if there is nothing to run by now, there never will be.
    const { example } = frame.contentWindow;
    if (!example) throw new Error('The page of this example did not start.');
    return await Promise.race([example(), stopped]);
  } finally {
    frame.remove();
  }
}

/** 1234 becomes `1.2 s`. */
const inSeconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** Gives an entry of the list its button and its line; `tell` fills the line. */
function createRow(item) {
  const link = item.querySelector('a');
  const [button, line, state, sentence, took] = ['button', 'p', 'strong', 'span', 'span'].map((tag) =>
    document.createElement(tag),
  );
  button.type = 'button';
  button.textContent = 'Run';
  button.ariaLabel = `Run: ${link.textContent}`;
  line.className = 'result';
  line.append(state, sentence, took);
  took.className = 'took';
  item.firstElementChild.append(line);
  item.append(button);
  const tell = (word, { text = '', time = '' } = {}) => {
    item.dataset.state = word;
    state.textContent = word;
    sentence.textContent = text;
    took.textContent = time;
  };
  tell('not run');
  return { name: link.textContent, address: link.href, button, tell };
}

/** Runs one, and shows it. Resolves with how it ended: `passed`, `failed` or `stopped`. */
async function runRow({ address, tell }, signal) {
  tell('running');
  const begin = performance.now();
  const time = () => inSeconds(performance.now() - begin);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`It has not ended within ${inSeconds(deadline)}.`)), deadline);
  try {
    tell('passed', { text: await runExample(address, AbortSignal.any([signal, late.signal])), time: time() });
    return 'passed';
  } catch (error) {
    const word = signal.aborted ? 'stopped' : 'failed';
    tell(word, { text: signal.aborted ? '' : error.message, time: time() });
    return word;
  } finally {
    clearTimeout(timer);
  }
}

/** What the one live line says at the end: how many passed, and the names of those that did not. */
export function summarise(ends, milliseconds) {
  const passed = ends.filter(({ word }) => word === 'passed').length;
  const failed = ends.filter(({ word }) => word === 'failed').map(({ name }) => name);
  const sum = `${passed} of ${ends.length} passed in ${inSeconds(milliseconds)}.`;
  return failed.length > 0 ? `${sum} Failed: ${failed.join(', ')}.` : sum;
}

/** Makes the list of this page one that runs. */
function wire() {
  const [run, stop, bar, output] = ['run', 'stop', 'bar', 'summary'].map((id) => document.querySelector(`#${id}`));
  const rows = [...document.querySelectorAll('.examples > li')].map(createRow);
  const starters = [run, ...rows.map(({ button }) => button)];

  async function start(chosen, starter) {
    const controller = new AbortController();
    const begin = performance.now();
    const ends = [];
    // The button that was pressed is about to be disabled: who works by keyboard goes on at the one that ends it.
    for (const button of starters) button.disabled = true;
    stop.disabled = false;
    stop.onclick = () => controller.abort(new Error('Stopped.'));
    stop.focus({ preventScroll: true });
    for (const { tell } of chosen) tell('waiting');
    bar.max = chosen.length;
    bar.value = 0;
    say(output, chosen.length === 1 ? `Running: ${chosen[0].name} …` : `Running ${chosen.length} examples …`);
    for (const row of chosen) {
      if (controller.signal.aborted) row.tell('stopped');
      else ends.push({ name: row.name, word: await runRow(row, controller.signal) });
      bar.value = ends.length;
    }
    const isGood = ends.length === chosen.length && ends.every(({ word }) => word === 'passed');
    const text = summarise(ends, performance.now() - begin);
    say(output, controller.signal.aborted ? `Stopped. ${text}` : text, isGood ? 'good' : 'bad');
    const hadFocus = document.activeElement === stop;
    for (const button of starters) button.disabled = false;
    stop.disabled = true;
    if (hadFocus) starter.focus({ preventScroll: true });
  }

  run.addEventListener('click', () => start(rows, run));
  for (const row of rows) row.button.addEventListener('click', () => start([row], row.button));
  run.disabled = false;
}

if (document.querySelector('.examples')) wire();

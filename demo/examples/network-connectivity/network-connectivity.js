// Asks servers whether they are there, by the element and by hand, and tells a login page from the service.
import 'tallow-elements/define/all.js';
import { WorkerBridge } from 'tallow-elements';
import { runnable, say, verify } from '../page.js';

const sentences = {
  ok: 'The service is there.',
  'unexpected-text': 'Something answers in place of the service: sign in to the network first.',
  'no-answer': 'Nothing came back in time.',
};

/** One record. Whoever says what the service answers can tell it from whatever else answers. */
export async function ask(url, timeout = 2000) {
  const target = { url, expect: { text: 'pong' } };
  const [record] = await WorkerBridge.network.testConnectivity([target], timeout);
  return record;
}

/** What a person is told of it: a sentence for the codes that matter here, the record's own for the others. */
export function explain({ code, detail, milliseconds }) {
  return `${sentences[code] ?? detail} (${code}, after ${Math.round(milliseconds)} ms)`;
}

const form = document.querySelector('form#tricks');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [output, button] = ['output', 'button'].map((tag) => form.querySelector(tag));
  button.disabled = true;
  say(output, 'Asking…');
  try {
    const record = await ask(new URL(`../../network/${form.elements.place.value}`, import.meta.url));
    say(output, explain(record), record.reachable ? 'good' : 'bad');
  } catch (error) {
    say(output, error.message, 'bad');
  } finally {
    button.disabled = false;
  }
});

// The verdict is also a state, for style sheets, and an event, for scripts.
const check = document.querySelector('connectivity-check');
check?.addEventListener('change', () => {
  document.title = `${check.verdict === 'online' ? '✓' : '!'} Network connectivity · Tallow Elements`;
});

runnable(async () => {
  const codes = [];
  // what answers may take its time; silence is waited for no longer than it has to be
  for (const [place, timeout] of [
    ['ping', 8000],
    ['portal', 8000],
    ['silent', 500],
  ]) {
    codes.push((await ask(new URL(`../../network/${place}`, import.meta.url), timeout)).code);
  }
  verify(codes.join() === 'ok,unexpected-text,no-answer', `The codes are ${codes.join(', ')}.`);
  return 'The service, a login page in its place, and silence are told apart.';
});

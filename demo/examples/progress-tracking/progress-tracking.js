// Shows how far a file is: bytes, rate and time left, from nothing but `onProgress`.
import { WorkerBridge } from 'tallow-elements';
import { inWords, offer, runnable, sampleFile, say, verify } from '../page.js';

/**
 * Seals `file` and tells `show` { loaded, total, rate, remaining }: bytes, bytes per second, seconds. It is called at most
 * every 50 ms and once more at the end. Rate and time left are null until there is something to tell them from.
 */
export function sealWithProgress(file, passphrase, show) {
  const rateAt = startRate();
  return WorkerBridge.crypto.sealFile(file, passphrase, {
    onProgress({ loaded, total }) {
      const rate = rateAt(loaded, performance.now());
      show({ loaded, total, rate, remaining: rate && (total - loaded) / rate });
    },
  });
}

/** The rate over the last three seconds. An average since the start would lag behind, the last two reports alone would jump. */
export function startRate(span = 3000) {
  let reports = [];
  return (loaded, now) => {
    reports = [...reports.filter(({ at }) => now - at <= span), { loaded, at: now }];
    const seconds = (now - reports[0].at) / 1000;
    return seconds > 0 ? (loaded - reports[0].loaded) / seconds : null;
  };
}

/** Calls `show` with the longest time between two frames so far, in ms, until the function it returns is called. */
export function watchFrames(show) {
  let [last, longest] = [performance.now(), 0];
  let request = window.requestAnimationFrame(function frame(now) {
    longest = Math.max(longest, now - last);
    last = now;
    show(longest);
    request = window.requestAnimationFrame(frame);
  });
  return () => window.cancelAnimationFrame(request);
}

const form = document.querySelector('form#track');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [bar, output, link, button] = ['progress', 'output', 'a', 'button'].map((name) => form.querySelector(name));
  const figure = (name, text) => (form.querySelector(`[data-show="${name}"]`).textContent = text);
  const file = form.elements.file.files[0] ?? sampleFile('sample.bin', 200);

  button.disabled = true;
  offer(link, null);
  // Until the first bytes there is nothing to show but that it goes on: the passphrase is being stretched.
  bar.removeAttribute('value');
  say(output, 'Stretching the passphrase …');
  const stopWatching = watchFrames((longest) => figure('frame', `${Math.round(longest)} ms`));
  try {
    const sealed = await sealWithProgress(file, 'a passphrase', ({ loaded, total, rate, remaining }) => {
      bar.max = total;
      bar.value = loaded;
      figure('loaded', inWords(loaded));
      figure('total', inWords(total));
      if (rate) figure('rate', inWords(rate));
      if (rate) figure('remaining', `${Math.ceil(remaining)} s`);
      say(output, '');
    });
    say(output, `Done: ${sealed.name}, ${inWords(sealed.size)}.`, 'good');
    offer(link, sealed);
  } catch (error) {
    say(output, error.message, 'bad');
  } finally {
    stopWatching();
    button.disabled = false;
  }
});

runnable(async () => {
  const file = sampleFile('sample.bin', 40);
  const reports = [];
  await sealWithProgress(file, 'a passphrase', ({ loaded }) => reports.push(loaded));
  verify(reports.at(-1) === file.size, 'The last report is not the whole file.');
  verify(!reports.some((loaded, index) => loaded < reports[index - 1]), 'A report went back.');
  return `${inWords(file.size)} in ${reports.length} reports; none went back, and the last said all.`;
});

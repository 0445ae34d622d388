// A worker of one's own: plain functions of (input, { signal, progress }), served on the channel `custom`.
import { serve } from 'tallow-elements/serve.js';

/** Counts the words of a text file piece by piece, so that a file of any size fits into memory. */
async function countWords({ file, most }, { signal, progress }) {
  // An error may carry a code: it arrives on the page with its name, message and code.
  if (!file.type.startsWith('text/')) {
    throw Object.assign(new Error(`${file.name} is not a text file.`), { code: 'not-text' });
  }
  const times = new Map();
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  let read = 0;
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    // Aborted: whatever is thrown here ends the work; the caller has its AbortError already.
    signal.throwIfAborted();
    read += piece.value.length;
    progress(read, file.size);
    // The last word of a piece may go on in the next one.
    const words = (rest + decoder.decode(piece.value, { stream: true })).split(/[^\p{L}\p{N}']+/u);
    rest = words.pop();
    count(words, times);
  }
  count([rest], times);
  const total = [...times.values()].reduce((sum, n) => sum + n, 0);
  return { total, top: [...times].sort(([, a], [, b]) => b - a).slice(0, most) };
}

function count(words, times) {
  for (const word of words) {
    if (word) times.set(word.toLowerCase(), (times.get(word.toLowerCase()) ?? 0) + 1);
  }
}

serve({ custom: { 'count-words': countWords } });

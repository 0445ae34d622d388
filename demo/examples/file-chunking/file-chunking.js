// Cuts a file into chunks, lets something happen to them on the way, and puts them together again.
import { WorkerBridge } from 'tallow-elements';
import { inWords, offer, runnable, say, verify } from '../page.js';

/** `{ chunks, metadata }`: slices of the file, and what is needed to check them, SHA-256 of each among it. */
export function cut(file, chunkSize) {
  return WorkerBridge.file.chunkFile(file, chunkSize, file.name, { hash: true });
}

/** What may happen to chunks on the way. Each is sent with its number, so that their order does not matter. */
export const journeys = {
  shuffled: (chunks) => chunks.toReversed(),
  incomplete: (chunks) => chunks.slice(1),
  damaged: ([{ index, data }, ...others]) => [...others, { index, data: new Blob([new Uint8Array(data.size)]) }],
};

/** Resolves with the file, or rejects with an error that names the chunks at fault. */
export function merge(arrived, metadata) {
  return WorkerBridge.file.mergeChunks(arrived, { metadata });
}

/** The chunks of `file`, after that journey. */
export async function send(file, chunkSize, how) {
  const { chunks, metadata } = await cut(file, chunkSize);
  return { arrived: journeys[how](chunks.map((data, index) => ({ index, data }))), metadata };
}

/** Something with a content that differs from chunk to chunk. */
export function numbers(bytes) {
  return new File([Uint32Array.from({ length: bytes / 4 }, (_, index) => index)], 'numbers.bin');
}

const form = document.querySelector('form#chunks');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [output, link] = [form.querySelector('output'), form.querySelector('a')];
  const file = form.elements.file.files[0] ?? numbers(5e6);
  say(output, 'Cutting …');
  offer(link, null);
  try {
    const chunkSize = Math.round(Number(form.elements.size.value) * 1e6);
    const { arrived, metadata } = await send(file, chunkSize, event.submitter?.value ?? 'shuffled');
    list(arrived, metadata);
    const merged = await merge(arrived, metadata);
    say(output, `${metadata.chunks.length} chunks became ${merged.name} again, ${inWords(merged.size)}.`, 'good');
    offer(link, merged);
  } catch (error) {
    say(output, error.message, 'bad');
  }
});

const most = 50;

function list(arrived, metadata) {
  const body = document.querySelector('tbody');
  const rows = arrived.slice(0, most).map(({ index }) => {
    const { offset, size, sha256 } = metadata.chunks[index];
    const row = document.createElement('tr');
    for (const [text, name] of [
      [index + 1],
      [offset, 'number'],
      [inWords(size), 'number'],
      [sha256.slice(0, 16) + '…'],
    ]) {
      const cell = document.createElement('td');
      cell.textContent = text;
      if (name) cell.className = name;
      row.append(cell);
    }
    return row;
  });
  body.replaceChildren(...rows);
  body.closest('section').hidden = false;
}

runnable(async () => {
  const file = numbers(5e6);
  const { arrived, metadata } = await send(file, 1e6, 'shuffled');
  const merged = await merge(arrived, metadata);
  const [before, after] = await Promise.all([file, merged].map((one) => WorkerBridge.file.hashFile(one)));
  verify(before === after, 'The file came back changed.');
  const lost = await send(file, 1e6, 'incomplete');
  const fault = await merge(lost.arrived, lost.metadata).catch(({ code }) => code);
  verify(fault === 'corrupt', 'Nobody noticed that a chunk was missing.');
  return `${metadata.chunks.length} chunks came in reverse and became the same file; one that was missing was noticed.`;
});

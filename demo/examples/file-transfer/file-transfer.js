// Sends a file over a bad connection: packed here, sent again until all of it is there, then put together, opened and verified.
import 'tallow-elements/define/all.js';
import { SharedProgress, WorkerBridge } from 'tallow-elements';
import { inWords, offer, say } from '../page.js';
import { openChannel } from './channel.js';

const { pipeline, file: files } = WorkerBridge;

/** What the one bar is made of: about what each part takes. */
const shares = { pack: 0.5, send: 0.2, unpack: 0.3 };
/** A line that lets nothing through is given up. */
const mostRounds = 50;

/** Holds work between its steps: a stage that runs goes to its end, the next one waits. */
export function createHold() {
  let open = null;
  let gate = null;
  return {
    get isHeld() {
      return gate !== null;
    },
    pause() {
      gate ??= new Promise((resolve) => (open = resolve));
    },
    resume() {
      open?.();
      gate = null;
    },
    /** Resolves when nobody holds it; rejects when `signal` is aborted. */
    async passed(signal) {
      if (gate) {
        const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        await Promise.race([gate, aborted]);
      }
      signal.throwIfAborted();
    },
  };
}

/**
 * Sends what packFile gave until every chunk has arrived unharmed, and resolves with them as they came. What was lost or damaged is
 * asked for again; what came twice is dropped.
 */
export async function deliver({ chunks, manifest }, channel, { signal, hold, onProgress, onChunk }) {
  const arrived = new Map();
  let bytes = 0;
  for (let round = 1; arrived.size < chunks.length; round++) {
    if (round > mostRounds) throw new Error(`${chunks.length - arrived.size} chunks never arrived.`);
    const missing = [...chunks.keys()].filter((index) => !arrived.has(index));
    let latest = -1;
    for (const index of missing) onChunk(index, round === 1 ? 'sent' : 'again');
    for await (const { index, data } of channel.send(missing.map((index) => ({ index, data: chunks[index] })))) {
      await hold.passed(signal);
      if (arrived.has(index)) {
        onChunk(index, 'doubled');
      } else if ((await files.hashFile(data, 'SHA-256', { signal })) !== manifest.chunks[index].sha256) {
        onChunk(index, 'damaged');
      } else {
        if (index < latest) onChunk(index, 'late');
        latest = Math.max(latest, index);
        arrived.set(index, data);
        onChunk(index, 'here');
        onProgress({ loaded: (bytes += data.size), total: manifest.totalSize, status: 'send' });
      }
    }
    for (const index of missing) if (!arrived.has(index)) onChunk(index, 'missing');
  }
  return Array.from(arrived, ([index, data]) => ({ index, data }));
}

/** The whole way of a file; resolves with the one that comes out. `onProgress` gets shares of the whole, and the name of the stage. */
export async function transfer(file, channel, { key, keyThere = key, signal, hold, onProgress, onChunk, onPacked }) {
  let before = 0;
  const part = (share) => {
    const from = before;
    before += share;
    return ({ loaded, total, status }) => onProgress(from + share * (total > 0 ? loaded / total : 1), status);
  };
  const packed = await pipeline.packFile(file, key, { signal, onProgress: part(shares.pack) });
  try {
    onPacked(packed);
    await hold.passed(signal);
    // the manifest is plain data, and has its own, better way
    const manifest = JSON.parse(JSON.stringify(packed.manifest));
    const chunks = await deliver(packed, channel, { signal, hold, onProgress: part(shares.send), onChunk });
    await hold.passed(signal);
    return await pipeline.unpackFile(chunks, manifest, keyThere, { signal, onProgress: part(shares.unpack) });
  } finally {
    // large files stand on disk: what was sent is not needed any more
    await pipeline.discard(packed.file);
  }
}

/** A file of which half shrinks, as of most folders. */
export function sampleOf(megabytes) {
  const text = new TextEncoder().encode('What is sent is what arrives. '.repeat(16_667).slice(0, 500_000));
  const parts = Array.from({ length: megabytes }, () => {
    const noise = new Uint8Array(500_000);
    for (let start = 0; start < noise.length; start += 62_500)
      crypto.getRandomValues(noise.subarray(start, start + 62_500));
    return [noise, text];
  });
  return new File(parts.flat(), 'sample.bin');
}

/** Shows what becomes of the chunks, and counts it. */
function showChunks(grid, figures) {
  const counts = { sent: 0, again: 0, doubled: 0, damaged: 0, late: 0 };
  let cells = [];
  let perCell = 1;
  const show = () => {
    for (const [name, count] of Object.entries(counts))
      figures.querySelector(`[data-count=${name}]`).textContent = count;
  };
  show();
  grid.replaceChildren();
  return {
    start(count) {
      perCell = Math.ceil(count / 600);
      cells = Array.from({ length: Math.ceil(count / perCell) }, () => document.createElement('i'));
      grid.replaceChildren(...cells);
    },
    tell(index, what) {
      if (what === 'again') counts.sent++;
      if (what in counts) counts[what]++;
      show();
      const cell = cells[Math.floor(index / perCell)];
      if (what !== 'doubled' && what !== 'late') cell.className = what;
    },
  };
}

/** Marks the stage that goes on, and those that are over. */
function showStages(list) {
  const items = [...list.children];
  return (status) => {
    const at = items.findIndex(({ dataset }) => dataset.stage === status);
    for (const [index, item] of items.entries()) {
      item.className = index < at ? 'over' : '';
      if (index === at) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
    }
  };
}

const form = document.querySelector('form#transfer');
let last = null;

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [bar, output, button, link] = ['transfer-progress', 'output', 'button', 'a.button'].map((name) =>
    form.querySelector(name),
  );
  const wanted = form.elements;
  const file = wanted.file.files[0] ?? sampleOf(Number(wanted.megabytes.value));
  const faults = Object.fromEntries(
    [...form.querySelectorAll('[name=fault]:checked')].map(({ value }) => [value, value === 'outage' ? true : 0.15]),
  );
  const key = crypto.getRandomValues(new Uint8Array(32));
  const keyThere = wanted.wrong.checked ? new Uint8Array(32) : key;
  const progress = new SharedProgress(Math.max(1, file.size));
  const controller = new AbortController();
  const hold = createHold();
  const chunks = showChunks(document.querySelector('.chunks'), document.querySelector('.figures'));
  const mark = showStages(document.querySelector('.stages'));
  button.disabled = true;
  offer(link, null);
  if (last) await pipeline.discard(last);
  last = null;
  say(output, '');
  const work = transfer(file, openChannel(faults, { seed: Number(wanted.seed.value) }), {
    key,
    keyThere,
    signal: controller.signal,
    hold,
    onProgress(share, status) {
      if (hold.isHeld) return;
      progress.set(Math.floor(share * progress.total));
      mark(status);
    },
    onPacked: ({ chunks: { length } }) => chunks.start(length),
    onChunk: chunks.tell,
  });
  try {
    const stop = { abort: (reason) => controller.abort(reason), pause: hold.pause, resume: hold.resume };
    last = await bar.track(progress, { controller: stop, done: work });
    mark('');
    for (const item of document.querySelectorAll('.stages li')) item.className = 'over';
    say(output, `${last.name} has arrived: ${inWords(last.size)}, the very same bytes.`, 'good');
    offer(link, last);
  } catch (error) {
    say(output, error.name === 'AbortError' ? 'Cancelled. Nothing is left of it.' : error.message, 'bad');
  } finally {
    button.disabled = false;
    progress.close();
  }
});

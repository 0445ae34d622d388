// A connection that is as bad as it is told to be: it loses, doubles, damages and holds back, and the same again for the same seed.

/** Bytes a second, while it works. */
const speed = 60e6;
const outageSeconds = 2;

/** @returns a function that gives a number from 0 to 1 (mulberry32) */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** As long as so many bytes take. */
const pass = (bytes) => new Promise((resolve) => setTimeout(resolve, (bytes / speed) * 1000));

/** The same chunk with one wrong bit. */
async function damage({ index, data }) {
  const bytes = new Uint8Array(await data.arrayBuffer());
  bytes[bytes.length >> 1] ^= 1;
  return { index, data: new Blob([bytes]) };
}

/**
 * `faults`: the share of chunks that are `lost`, `doubled`, `damaged` or `late`, from 0 to 1, and whether there is an `outage` in the
 * middle. `wait` resolves when so many bytes have had their time.
 */
export function openChannel(faults, { seed = 1, wait = pass } = {}) {
  const { lost = 0, doubled = 0, damaged = 0, late = 0, outage = false } = faults;
  const random = chance(seed);
  const happens = (share) => random() < share;
  let isOut = outage;

  /** Gives what arrives of `chunks`, each `{ index, data }`, in the order in which it arrives. */
  async function* send(chunks) {
    const heldBack = [];
    for (const [turn, chunk] of chunks.entries()) {
      if (isOut && turn >= chunks.length / 2) {
        isOut = false;
        await wait(outageSeconds * speed);
      }
      await wait(chunk.data.size);
      if (happens(lost)) continue;
      const arriving = happens(damaged) ? await damage(chunk) : chunk;
      if (happens(late)) heldBack.push(arriving);
      else yield arriving;
      if (happens(doubled)) yield arriving;
      if (heldBack.length > 0 && happens(0.2)) yield heldBack.shift();
    }
    yield* heldBack;
  }
  return { send };
}

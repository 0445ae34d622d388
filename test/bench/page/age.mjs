// The npm package age-encryption at its best: streams, a key pair instead of a passphrase, on the page and in a worker.

let made;
/** One identity for the life of the page: what it sealed it can open. */
const ownIdentity = async () => (made ??= (await import('age-encryption')).generateIdentity());

export async function streamThrough(direction, file, identity, { Decrypter, Encrypter, identityToRecipient }) {
  if (direction === 'open') {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return decrypter.decrypt(file.stream());
  }
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return encrypter.encrypt(file.stream());
}

/** Reads a stream to its end; `take` gets each piece. */
export async function drain(stream, take = () => undefined) {
  const reader = stream.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) take(piece.value);
}

export async function runAge(direction, file) {
  const age = await import('age-encryption');
  const identity = await ownIdentity();
  return { work: async () => drain(await streamThrough(direction, file, identity, age)), end: () => undefined };
}

export async function runAgeInWorker(direction, file) {
  const worker = new Worker(new URL('age.worker.mjs', import.meta.url), { type: 'module' });
  const said = () =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data instanceof Error ? reject(data) : resolve(data));
      worker.onerror = reject;
    });
  await said();
  const identity = await ownIdentity();
  return {
    work() {
      const done = said();
      worker.postMessage({ direction, file, identity });
      return done;
    },
    end: () => worker.terminate(),
  };
}

export async function sealWithAge(file) {
  const parts = [];
  const stream = await streamThrough('seal', file, await ownIdentity(), await import('age-encryption'));
  await drain(stream, (part) => parts.push(part));
  return new Blob(parts);
}

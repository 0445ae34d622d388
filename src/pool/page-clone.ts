/** Clones a message as between threads, but hands Blobs on as they are: Node 20 cannot clone one that stands in a file. */

/** Deeper than any message of ours; what is below is cloned like everything else. */
const deepest = 5;

/**
 * A Blob is immutable, so that handing it on cannot be told from cloning it; and Node's clone of a File loses its name.
 * @throws DOMException `DataCloneError` as structuredClone does
 */
export function cloneOnPage(message: unknown, transfer: Transferable[]): unknown {
  const blobs: Blob[] = [];
  const places: (readonly string[])[] = [];
  const lifted = lift(message, [], (blob, path) => {
    blobs.push(blob);
    places.push(path);
  });
  const data: unknown = structuredClone(lifted, { transfer });
  if (blobs.length === 1 && places[0]?.length === 0) return blobs[0];
  places.forEach((path, index) => put(data, path, blobs[index]));
  return data;
}

/** The value without its Blobs; containers are copied only on the way to one. */
function lift(value: unknown, path: readonly string[], found: (blob: Blob, path: readonly string[]) => void): unknown {
  if (value instanceof Blob) {
    found(value, path);
    return null;
  }
  if (path.length >= deepest || !isContainer(value)) return value;
  const copies = Object.entries(value).map(([key, member]) => [key, lift(member, [...path, key], found)] as const);
  if (copies.every(([key, copy]) => Object.is(copy, Reflect.get(value, key)))) return value;
  const copied = Object.fromEntries(copies);
  // an array may have holes
  return Array.isArray(value) ? Object.assign(new Array<unknown>(value.length), copied) : copied;
}

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function put(data: unknown, path: readonly string[], blob: Blob | undefined): void {
  let container = data;
  for (const key of path.slice(0, -1)) container = isContainer(container) ? Reflect.get(container, key) : null;
  const last = path.at(-1);
  if (isContainer(container) && last !== undefined) Reflect.set(container, last, blob);
}

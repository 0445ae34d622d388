/** Which chunk is which, and what is missing, doubled, damaged or of no place. */
import { OperationError } from '../errors.js';
import { isBlob } from './brands.js';
import { MOST_CHUNKS, type ChunkDescription } from './cut.js';

/** A chunk that says which it is; one that does not is told by its SHA-256, or else by its place in the list. */
export interface NumberedChunk {
  readonly index: number;
  readonly data: Blob;
}
export type Chunk = Blob | NumberedChunk;

/** One that was given, with its place in the list, and its SHA-256 where the description has one to compare with. */
export interface GivenChunk {
  readonly chunk: Chunk;
  readonly place: number;
  readonly sha256?: string | undefined;
}

/** What is wrong with a list of chunks: the `cause` of the error. Indexes; in `unknown` places in the list. A thousand of each at most. */
export interface ChunkFaults {
  readonly missing: readonly number[];
  readonly doubled: readonly number[];
  readonly damaged: readonly number[];
  readonly unknown: readonly number[];
}

export const dataOf = (chunk: Chunk): Blob => (isBlob(chunk) ? chunk : chunk.data);

/** The chunks in their order. `described`: what they have to be, where that is known. @throws OperationError `corrupt` */
export function placeChunks(
  given: readonly GivenChunk[],
  described: readonly ChunkDescription[] | undefined,
  length: number,
): readonly Blob[] {
  const placed = new Map<number, Blob>();
  const faults = { missing: new Set<number>(), doubled: new Set<number>(), damaged: new Set<number>() };
  const unknown = new Set<number>();
  const lost: GivenChunk[] = [];
  const find = finder(described);
  const isIndex = (index: number) =>
    Number.isInteger(index) && index >= 0 && index < (described?.length ?? MOST_CHUNKS);

  for (const one of given) {
    const index = find(one);
    if (index === undefined) lost.push(one);
    else if (!isIndex(index)) unknown.add(one.place);
    else if (!fits(one, described?.[index])) faults.damaged.add(index);
    else if (placed.has(index)) faults.doubled.add(index);
    else placed.set(index, dataOf(one.chunk));
  }
  // nothing but its place tells what a damaged chunk was
  for (const { place } of lost) {
    if (isIndex(place) && !placed.has(place)) faults.damaged.add(place);
    else unknown.add(place);
  }
  const count = described?.length ?? [...placed.keys()].reduce((most, index) => Math.max(most, index + 1), length);
  for (let index = 0; index < count; index++) {
    if (!placed.has(index) && !faults.damaged.has(index)) faults.missing.add(index);
  }
  report({ ...faults, unknown });
  return Array.from({ length: count }, (_, index) => placed.get(index) ?? new Blob());
}

/** The number it has; or one of those places that want this very content, a free one first; or its place. */
function finder(described: readonly ChunkDescription[] | undefined): (one: GivenChunk) => number | undefined {
  const wanted = new Map<string, { readonly places: number[]; next: number }>();
  for (const { sha256 = '', index } of described ?? []) {
    const alike = wanted.get(sha256);
    if (alike === undefined) wanted.set(sha256, { places: [index], next: 0 });
    else alike.places.push(index);
  }
  return ({ chunk, place, sha256 }) => {
    if (!isBlob(chunk)) return chunk.index;
    if (sha256 === undefined) return place;
    const alike = wanted.get(sha256);
    return alike?.places[Math.min(alike.next++, alike.places.length - 1)];
  };
}

function fits({ chunk, sha256 }: GivenChunk, described: ChunkDescription | undefined): boolean {
  if (described === undefined) return true;
  return dataOf(chunk).size === described.size && sha256 === described.sha256;
}

function report(faults: Readonly<Record<keyof ChunkFaults, ReadonlySet<number>>>): void {
  const said = {
    missing: 'missing',
    doubled: 'there twice',
    damaged: 'damaged',
    unknown: 'of no chunk of this file (place in the list)',
  };
  const sentences = Object.entries(said).flatMap(([kind, words]) => {
    const list = [...faults[kind as keyof ChunkFaults]];
    return list.length === 0 ? [] : [`${namesOf(list)} ${words}`];
  });
  if (sentences.length === 0) return;
  const first = (list: ReadonlySet<number>) => [...list].slice(0, 1000);
  const cause: ChunkFaults = {
    missing: first(faults.missing),
    doubled: first(faults.doubled),
    damaged: first(faults.damaged),
    unknown: first(faults.unknown),
  };
  throw new OperationError('corrupt', `The chunks do not make the file: ${sentences.join('; ')}.`, { cause });
}

const namesOf = (list: readonly number[]): string =>
  list.slice(0, 10).join(', ') + (list.length > 10 ? ` and ${list.length - 10} more` : '');

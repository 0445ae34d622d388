/** The bytes of a primitive: a header that says whose they are, 64-bit cells, and room for a short text. */
import { isSharedArrayBufferAvailable } from './capabilities.js';
import { SharedStateError } from './errors.js';

export type MemoryKind = 'progress' | 'cancellation' | 'counter' | 'flag';

/** The same views over shared and over private memory: Atomics work on both. */
export interface Memory {
  readonly kind: MemoryKind;
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Four 32-bit cells: see VERSION and SLEEPERS. */
  readonly header: Int32Array;
  readonly cells: BigInt64Array;
  /** UTF-16 code units. */
  readonly text: Uint16Array;
}

/** Header cell that every change adds one to: what waits for a change waits here. */
export const VERSION = 2;
/** Header cell with how many wait for VERSION, so that a change nobody waits for wakes nobody. */
export const SLEEPERS = 3;

const MAGIC = 0x7a110e51;
const HEADER_BYTES = 16;

interface Layout {
  readonly id: number;
  readonly cells: number;
  readonly text: number;
}
const layouts: Readonly<Record<MemoryKind, Layout>> = {
  progress: { id: 1, cells: 2, text: 0 },
  cancellation: { id: 2, cells: 2, text: 512 },
  counter: { id: 3, cells: 1, text: 0 },
  flag: { id: 4, cells: 1, text: 0 },
};

/** Shared memory where there is any, else private. */
export function createMemory(kind: MemoryKind): Memory {
  return isSharedArrayBufferAvailable() ? mark(kind, new SharedArrayBuffer(sizeOf(kind))) : createPrivateMemory(kind);
}

export function createPrivateMemory(kind: MemoryKind): Memory {
  return mark(kind, new ArrayBuffer(sizeOf(kind)));
}

/** @throws SharedStateError `not-ours` for bytes that no primitive of that kind made. */
export function openMemory(kind: MemoryKind, buffer: ArrayBuffer | SharedArrayBuffer): Memory {
  const named = `This buffer is not one that getBuffer() of a ${kind} gave`;
  if (!isBuffer(buffer)) throw new SharedStateError('not-ours', `${named}: it is no ArrayBuffer.`);
  if (buffer.byteLength !== sizeOf(kind)) {
    throw new SharedStateError('not-ours', `${named}: it has ${buffer.byteLength} bytes, not ${sizeOf(kind)}.`);
  }
  const memory = lay(kind, buffer);
  if (memory.header[0] !== MAGIC || memory.header[1] !== layouts[kind].id) {
    throw new SharedStateError('not-ours', `${named}: its header says otherwise.`);
  }
  return memory;
}

export function isShared(buffer: ArrayBuffer | SharedArrayBuffer): buffer is SharedArrayBuffer {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}

/** One change happened: whoever sleeps until then wakes, in every thread. */
export function wake({ header }: Memory): void {
  Atomics.add(header, VERSION, 1);
  if (Atomics.load(header, SLEEPERS) > 0) Atomics.notify(header, VERSION);
}

function isBuffer(value: unknown): boolean {
  return (
    value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)
  );
}

function mark(kind: MemoryKind, buffer: ArrayBuffer | SharedArrayBuffer): Memory {
  const memory = lay(kind, buffer);
  memory.header.set([MAGIC, layouts[kind].id]);
  return memory;
}

function sizeOf(kind: MemoryKind): number {
  const { cells, text } = layouts[kind];
  return HEADER_BYTES + cells * 8 + text * 2;
}

function lay(kind: MemoryKind, buffer: ArrayBuffer | SharedArrayBuffer): Memory {
  const { cells, text } = layouts[kind];
  return {
    kind,
    buffer,
    header: new Int32Array(buffer, 0, 4),
    cells: new BigInt64Array(buffer, HEADER_BYTES, cells),
    text: new Uint16Array(buffer, HEADER_BYTES + cells * 8, text),
  };
}

/** zlib as WebAssembly: deflate with a level. Its functions are those of the package zlib-streams, which documents none of them. */
import { type DeflateFormat, type Level } from './deflate-frame.js';
import { type Bytes } from './bytes.js';

type Call = (...numbers: readonly number[]) => number;

interface Zlib {
  readonly memory: WebAssembly.Memory;
  readonly init: Readonly<Record<DeflateFormat, Call>>;
  readonly open: Call;
  readonly process: Call;
  readonly consumed: Call;
  readonly close: Call;
  /** Where ROOM bytes are, of each. */
  readonly input: number;
  readonly output: number;
}

/** Takes pieces of input, gives what is ready of the output. */
export interface Deflater {
  write(piece: Bytes): Bytes[];
  /** What it held back, up to a whole byte: other deflate data may follow there. */
  flush(): Bytes[];
  /** The rest. */
  end(): Bytes[];
  /** Gives the memory back; to be called in any case. */
  close(): void;
}

/** Bytes of input and of output that a call moves. */
const ROOM = 64 * 1024;
const NO_FLUSH = 0;
const SYNC_FLUSH = 2;
const FINISH = 4;
/** What zlib returns stands in the upper byte, what it produced below. There may be nothing to do: that is no error. */
const STREAM_END = 1;
const BUF_ERROR = -5;

let module: Promise<WebAssembly.Module> | undefined;

/** A memory each: zlib's is of 16 MiB and does not grow, and a stream uses less than one of them. */
const idle: Zlib[] = [];

/** Only where WebAssembly may be compiled: see wasm.ts. */
export async function createZlibDeflater(format: DeflateFormat, level: Level): Promise<Deflater> {
  const zlib = idle.pop() ?? (await instantiate());
  const { input, output } = zlib;
  const stream = zlib.open();
  if (stream === 0 || zlib.init[format](stream, level) !== 0) throw new RangeError('There is no memory to deflate in');
  /** Runs until the input is used up and the output has room left. */
  const run = (size: number, flush: number): Bytes[] => {
    const pieces: Bytes[] = [];
    for (let used = 0; ;) {
      const result = zlib.process(stream, input + used, size - used, output, ROOM, flush);
      const [code, produced] = [result >> 24, result & 0xff_ff_ff];
      if (code < 0 && code !== BUF_ERROR) throw new RangeError(`zlib could not deflate: ${code}`);
      if (produced > 0) pieces.push(new Uint8Array(zlib.memory.buffer, output, produced).slice());
      used += zlib.consumed(stream);
      if (code === STREAM_END || (used === size && produced < ROOM)) return pieces;
    }
  };
  return {
    write(piece) {
      const pieces: Bytes[] = [];
      for (let start = 0; start < piece.length; start += ROOM) {
        const part = piece.subarray(start, start + ROOM);
        new Uint8Array(zlib.memory.buffer).set(part, input);
        pieces.push(...run(part.length, NO_FLUSH));
      }
      return pieces;
    },
    flush: () => run(0, SYNC_FLUSH),
    end: () => run(0, FINISH),
    close() {
      zlib.close(stream);
      idle.push(zlib);
    },
  };
}

async function instantiate(): Promise<Zlib> {
  const { exports } = await WebAssembly.instantiate(await (module ??= compile().catch(forget)));
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('zlib has no memory');
  callOf(exports, '_initialize')();
  const malloc = callOf(exports, 'malloc');
  return {
    memory,
    init: {
      gzip: callOf(exports, 'deflate_init_gzip'),
      deflate: callOf(exports, 'deflate_init'),
      'deflate-raw': callOf(exports, 'deflate_init_raw'),
    },
    open: callOf(exports, 'deflate_new'),
    process: callOf(exports, 'deflate_process'),
    consumed: callOf(exports, 'deflate_last_consumed'),
    close: callOf(exports, 'deflate_end'),
    input: malloc(ROOM),
    output: malloc(ROOM),
  };
}

/** What did not load may load the next time. */
const forget = (reason: unknown): never => {
  module = undefined;
  throw reason;
};

async function compile(): Promise<WebAssembly.Module> {
  const { zlibCode } = await import('./zlib-code.js');
  const code = Uint8Array.from(atob(zlibCode), (character) => character.charCodeAt(0));
  const stream = new Blob([code]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

function callOf(exports: WebAssembly.Exports, name: string): Call {
  const value = exports[name];
  if (!isCall(value)) throw new TypeError(`zlib has no ${name}`);
  return value;
}

/** What WebAssembly exports as a function takes and gives numbers; these have no others. */
const isCall = (value: WebAssembly.ExportValue | undefined): value is Call => typeof value === 'function';

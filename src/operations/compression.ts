/** The compression operations: a whole file in one go, or the parts of compressing one in parallel; and decompression. */
import { type OperationContext, type Services } from '../operation.js';
import { type Bytes } from '../streams/bytes.js';
import { collect, portSink } from '../streams/collect.js';
import { compress, type CompressInput } from '../streams/compress.js';
import {
  planCompression,
  type CompressPlan,
  type CompressRange,
  type PrepareCompressInput,
} from '../streams/compress-plan.js';
import {
  compressPieces,
  compressRange,
  type CompressedRange,
  type CompressPiecesInput,
  type CompressRangeInput,
} from '../streams/compress-range.js';
import { decompress, type DecompressInput, type Limits } from '../streams/decompress.js';
import { trailerOf, type DeflateFormat, type Level, type Sum } from '../streams/deflate-frame.js';
import { type Algorithm } from '../streams/encode.js';
import { openSink, type Keep } from '../streams/sink.js';

export type { Algorithm, CompressedRange, CompressInput, CompressPiecesInput, CompressPlan, CompressRange };
export type { CompressRangeInput, DecompressInput, DeflateFormat, Keep, Level, Limits, PrepareCompressInput, Sum };

/** Where a result goes that is made in one go: into that file, or a Blob. */
interface Kept {
  readonly keep?: Keep | undefined;
}
/** Or to the caller, piece by piece: see portSink. */
interface Ported {
  readonly port: MessagePort;
}

export interface FinishCompressInput {
  readonly algorithm: DeflateFormat;
  /** Of every range, in order. */
  readonly parts: readonly Sum[];
}

/** What an endpoint serves as channel `compression`. Those that end in `-to-port` return the bytes they gave. */
export const compressionOperations = {
  compress: ({ keep, ...input }: CompressInput & Kept, context: OperationContext): Promise<Blob> =>
    collect(compress(input, context), () => openSink(keep)),
  'compress-to-port': ({ port, ...input }: CompressInput & Ported, context: OperationContext): Promise<number> =>
    collect(compress(input, context), () => portSink(port, context.signal)),
  'prepare-compress': (input: PrepareCompressInput, { signal }: OperationContext): Promise<CompressPlan> =>
    planCompression(input, signal),
  'compress-range': compressRange,
  'compress-pieces': compressPieces,
  /** The bytes that end the stream: checksum and size of the whole, from those of its ranges. */
  'finish-compress': ({ algorithm, parts }: FinishCompressInput): Bytes => trailerOf(algorithm, parts),
  decompress: ({ keep, ...input }: DecompressInput & Kept, context: OperationContext): Promise<Blob> =>
    collect(decompress(input, context), () => openSink(keep)),
  'decompress-to-port': ({ port, ...input }: DecompressInput & Ported, context: OperationContext): Promise<number> =>
    collect(decompress(input, context), () => portSink(port, context.signal)),
} satisfies Services[string];

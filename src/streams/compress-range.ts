/** Compresses one range of a file: reads it where it is, and hands back a part of one deflate stream as a Blob, or moves its bytes. */
import { type OperationContext } from '../operation.js';
import { type Bytes } from './bytes.js';
import { type CompressRange } from './compress-plan.js';
import { type DeflateFormat, type Level, type Sum } from './deflate-frame.js';
import { asPart } from './deflate-join.js';
import { encode } from './encode.js';
import { createPace } from './pace.js';
import { counted, lendPieces } from './read.js';
import { openSink, type Keep } from './sink.js';

/** A range of a file, and what the plan says of all of them. */
export interface CompressPiecesInput {
  readonly file: Blob;
  readonly range: CompressRange;
  readonly algorithm: DeflateFormat;
  readonly level: Level | undefined;
}
export interface CompressRangeInput extends CompressPiecesInput {
  /** Write the bytes to that file and return it, instead of a Blob that the browser keeps. */
  readonly keep?: Keep | undefined;
}

/** What a range became, and what the trailer of the whole has to know of it. */
export interface CompressedRange<Body> extends Sum {
  readonly body: Body;
}

/** Throws `changed`, `unwritable`. Progress in bytes of input of this range. */
export async function compressRange(
  { keep, ...input }: CompressRangeInput,
  context: OperationContext,
): Promise<CompressedRange<Blob>> {
  const { body, ...sum } = await deflateRange(input, context);
  const sink = await openSink(keep);
  try {
    await sink.write([body.buffer]);
    return { ...sum, body: await sink.finish() };
  } catch (error) {
    await sink.discard().catch(() => undefined);
    throw error;
  }
}

/** For who writes the bytes on at once: a Blob could not be given back, and stays until its handle is collected. */
export async function compressPieces(
  input: CompressPiecesInput,
  context: OperationContext,
): Promise<CompressedRange<readonly Bytes[]>> {
  const { body, ...sum } = await deflateRange(input, context);
  return context.transfer({ ...sum, body: [body] }, [body.buffer]);
}

/** The range is in memory when it is done, compressed: where its last block begins is known only at the end. */
async function deflateRange(
  { file, range, algorithm, level }: CompressPiecesInput,
  context: OperationContext,
): Promise<CompressedRange<Bytes>> {
  const { start, end, last } = range;
  const size = end - start;
  const pace = createPace(context.signal);
  const pieces = counted(lendPieces(file, start, end, context.signal), (done) => context.progress(done, size));
  const chunks: Bytes[] = [];
  let given = 0;
  let flushed: number | undefined;
  const onFlushed = last ? undefined : () => void (flushed = given);
  for await (const chunk of encode(pieces, algorithm, level, pace, onFlushed)) {
    chunks.push(chunk);
    given += chunk.length;
  }
  return { ...(await asPart(chunks, algorithm, last, pace, flushed)), size };
}

/** Compresses whole files, large ones range by range over a pool and joined into one stream, and decompresses them. */
import { OperationError } from '../errors.js';
import { reporterOf } from '../operation.js';
import type { Algorithm, DeflateFormat, Keep, Level, Limits } from '../operations/compression.js';
import type { Bridge, BridgeCallOptions } from './bridge.js';
import type { ResultOf } from './built-in-pool.js';
import { safeName, takeBlob, takeName, type Data } from './check.js';
import type { Part, ResultDescription } from './destination.js';
import { makePart, nameAndDate, runFileJob, type FileDestination, type FileJob, type FileOptions } from './file-job.js';
import { receivePieces } from './piece-port.js';
import { runRanges, type RangeRun } from './range-runner.js';

export interface CompressOptions {
  /** `gzip` by default. `deflate` is zlib's format, `deflate-raw` has no frame; `brotli` only where the browser has it. */
  readonly algorithm?: Algorithm | undefined;
  /**
   * 0 (stored) to 9 (smallest); the same bytes in every browser. None (default): the browser's own encoder, about level 6, faster.
   * `auto`: the same, but what a sample shows to be compressed already is stored. Brotli takes no number.
   */
  readonly level?: Level | 'auto' | undefined;
}

export type DecompressOptions = Limits;

/** Larger input is cut into ranges: each is a call of its own, and starts without what was before it. */
const inRangesFrom = 2 * 2 ** 20;

/** A file's ending, and its type where there is a registered one. */
const endings: Readonly<Record<Algorithm, { readonly ending: string; readonly type: string }>> = {
  gzip: { ending: '.gz', type: 'application/gzip' },
  deflate: { ending: '.zz', type: 'application/zlib' },
  'deflate-raw': { ending: '.deflate', type: 'application/octet-stream' },
  brotli: { ending: '.br', type: 'application/octet-stream' },
};

export async function compressFile(
  bridge: Bridge<'compression'>,
  data: Data,
  options: FileOptions & CompressOptions,
): Promise<File | ResultDescription> {
  const file = takeBlob(data, 'compressData');
  const algorithm = checkAlgorithm(options.algorithm ?? 'gzip');
  const level = checkLevel(options.level, algorithm);
  const { name, lastModified } = nameAndDate(file);
  const { ending, type } = endings[algorithm];
  const ownName = `${name === '' ? 'untitled' : name}${ending}`;
  const result = { name: safeName(takeName(options.name) ?? ownName, `untitled${ending}`), type, lastModified };
  return runFileJob(options, async (job) => {
    const destination = await job.open(file.size);
    if (algorithm !== 'brotli' && file.size >= inRangesFrom) {
      return { ...result, size: await compressRanges(bridge, { file, algorithm, level }, destination, job, options) };
    }
    const input = { file, algorithm, level };
    const calls: WholeCalls = {
      toBlob: (keep, call) => bridge.run('compress', { ...input, keep }, call),
      toPort: (port, call) => bridge.run('compress-to-port', { ...input, port }, call),
    };
    return { ...result, size: await runWhole(calls, destination, job, options) };
  });
}

export async function decompressFile(
  bridge: Bridge<'compression'>,
  data: Data,
  algorithm: Algorithm | undefined,
  options: FileOptions & DecompressOptions,
): Promise<File | ResultDescription> {
  const file = takeBlob(data, 'decompressData');
  const { maxSize, maxRatio } = options;
  const input = {
    file,
    algorithm: algorithm == null ? undefined : checkAlgorithm(algorithm),
    maxSize: checkLimit(maxSize, 'maxSize'),
    maxRatio: checkLimit(maxRatio, 'maxRatio'),
  };
  const { name, lastModified } = nameAndDate(file);
  const result = { name: safeName(takeName(options.name) ?? nameInside(name), 'untitled'), type: '', lastModified };
  return runFileJob(options, async (job) => {
    // how large it will be only decompressing tells; text grows to four times
    const destination = await job.open(file.size * 4);
    const calls: WholeCalls = {
      toBlob: (keep, call) => bridge.run('decompress', { ...input, keep }, call),
      toPort: (port, call) => bridge.run('decompress-to-port', { ...input, port }, call),
    };
    return { ...result, size: await runWhole(calls, destination, job, options) };
  });
}

interface Compression {
  readonly file: Blob;
  readonly algorithm: DeflateFormat;
  readonly level: Level | 'auto' | undefined;
}

/** Returns the bytes written. */
async function compressRanges(
  bridge: Bridge<'compression'>,
  input: Compression,
  destination: FileDestination,
  { call, stop }: FileJob,
  options: FileOptions,
): Promise<number> {
  const { file, algorithm } = input;
  const { header, ranges, total, level } = await bridge.run('prepare-compress', input, call);
  let size = 0;
  const write = async (part: Part) => {
    // before it is written: a stream may move the bytes away
    size += part instanceof Blob ? part.size : part.reduce((sum, { length }) => sum + length, 0);
    await destination.write(part);
  };
  const parts: { readonly checksum: number; readonly size: number }[] = [];
  await write([header]);
  const work: RangeRun<(typeof ranges)[number], ResultOf<'compression', 'compress-range' | 'compress-pieces'>> = {
    ranges,
    total,
    lanes: bridge.poolOf(call).size + 1,
    onProgress: reporterOf(options.onProgress),
    async run(range, position, onProgress) {
      const rangeInput = { file, range, algorithm, level };
      const rangeCall = { ...call, onProgress };
      if (destination.takes === 'pieces') return bridge.run('compress-pieces', rangeInput, rangeCall);
      return makePart(destination, String(position), (keep) =>
        bridge.run('compress-range', { ...rangeInput, keep }, rangeCall),
      );
    },
    async deliver({ body, ...sum }) {
      parts.push(sum);
      await write(body);
    },
  };
  await runRanges(work, stop);
  await write([await bridge.run('finish-compress', { algorithm, parts }, call)]);
  return size;
}

/** A call that one worker does from the first byte to the last, for either kind of destination. */
interface WholeCalls {
  readonly toBlob: (keep: Keep | undefined, call: BridgeCallOptions) => Promise<Blob>;
  readonly toPort: (port: MessagePort, call: BridgeCallOptions) => Promise<number>;
}

/** Returns the bytes written. */
async function runWhole(
  { toBlob, toPort }: WholeCalls,
  destination: FileDestination,
  job: FileJob,
  { onProgress }: FileOptions,
): Promise<number> {
  // a SharedProgress is set by the worker itself, unless it may have to be kept from going back
  const isOnce = typeof destination.takes === 'string';
  const call = { ...job.call, onProgress: isOnce ? onProgress : furthest(reporterOf(onProgress)) };
  if (destination.takes === 'pieces') {
    const { port, received } = receivePieces((part) => destination.write(part));
    return received(toPort(port, { ...call, transfer: [port] }));
  }
  const blob = await makePart(destination, 'whole', (keep) => toBlob(keep, call));
  await destination.write(blob);
  return blob.size;
}

/** Tells nothing twice: what did not fit onto a disk is done again. */
function furthest(report: ReturnType<typeof reporterOf>): typeof report {
  let most = 0;
  return (
    report &&
    ((progress) => {
      if (progress.loaded <= most) return;
      most = progress.loaded;
      report(progress);
    })
  );
}

/** The endings of compressed files, and what stands in for them. */
const known: readonly (readonly [ending: RegExp, instead: string])[] = [
  [/\.(?:tgz|taz|tar\.(?:gz|zz|br|deflate))$/i, '.tar'],
  [/\.svgz$/i, '.svg'],
  [/\.(?:gz|gzip|z|zz|zlib|deflate|br)$/i, ''],
];

function nameInside(name: string): string {
  const found = known.find(([ending]) => ending.test(name));
  const inside = found === undefined ? '' : name.replace(...found);
  // a name that says nothing must not be that of the compressed file, which would be saved over
  return inside === '' ? `${name === '' ? 'untitled' : name}.out` : inside;
}

const isAlgorithm = (value: unknown): value is Algorithm => typeof value === 'string' && Object.hasOwn(endings, value);

function checkAlgorithm(algorithm: unknown): Algorithm {
  if (isAlgorithm(algorithm)) return algorithm;
  throw new OperationError('invalid', `The algorithm is one of '${Object.keys(endings).join("', '")}'.`);
}

export function checkLevel(level: CompressOptions['level'], algorithm: Algorithm): CompressOptions['level'] {
  const isLevel = level === undefined || level === 'auto' || (Number.isInteger(level) && level >= 0 && level <= 9);
  if (!isLevel) throw new OperationError('invalid', "The level is a whole number from 0 to 9, or 'auto'.");
  if (algorithm !== 'brotli' || typeof level !== 'number') return level;
  throw new OperationError('invalid', 'There is no level for brotli: leave it out.');
}

export function checkLimit(limit: unknown, name: string): number | undefined {
  if (limit === undefined || (typeof limit === 'number' && limit > 0)) return limit;
  throw new OperationError('invalid', `${name} is a number above 0; Infinity for no limit.`);
}

/** Seals and opens whole files: prepare once, then the ranges over a pool, then one result in order. */
import type { KdfOptions, Secret } from '../operations/crypto.js';
import { reporterOf } from '../operation.js';
import type { Bridge, BridgeCallOptions } from './bridge.js';
import type { ResultOf } from './built-in-pool.js';
import { checkKdf, safeName, takeBlob, takeName, takeSecret, type Data } from './check.js';
import type { Part, ResultDescription } from './destination.js';
import { makePart, nameAndDate, runFileJob, type FileOptions } from './file-job.js';
import { runRanges, type RangeRun } from './range-runner.js';

export type { FileOptions, FileOptionsToFile, FileOptionsToStream } from './file-job.js';

export interface SealOptions {
  /** How the passphrase is stretched: PBKDF2 with 600,000 iterations by default. Stored in the file, bounds in docs/format.md. */
  readonly kdf?: KdfOptions | undefined;
}

type SealPlan = ResultOf<'crypto', 'prepare-seal'>;
type OpenPlan = ResultOf<'crypto', 'prepare-open'>;

/** What has to be known before the ranges can run. */
interface Job {
  readonly operation: 'seal' | 'open';
  readonly plan: Pick<SealPlan & OpenPlan, 'key' | 'baseNonce' | 'ranges' | 'total'>;
  /** What comes before the ranges. */
  readonly prefix: Part | null;
  readonly result: ResultDescription;
}

export async function sealFile(
  bridge: Bridge<'crypto'>,
  data: Data,
  secret: Secret,
  options: FileOptions & SealOptions,
): Promise<File | ResultDescription> {
  const source = takeBlob(data, 'sealFile');
  const own = takeSecret(secret, 'sealFile');
  checkKdf(options.kdf, own);
  const ownName = takeName(options.name);
  const { name, lastModified } = nameAndDate(source);
  const metadata = { name, type: source.type, lastModified, size: source.size };
  return convert(bridge, source, options, async (call) => {
    const plan = await bridge.run('prepare-seal', { metadata, secret: own, kdf: options.kdf }, call);
    const sealedName = safeName(ownName ?? `${name === '' ? 'untitled' : name}.sealed`, 'untitled.sealed');
    return {
      operation: 'seal',
      plan,
      prefix: [plan.prefix],
      result: { name: sealedName, type: 'application/octet-stream', lastModified: Date.now(), size: plan.size },
    };
  });
}

export async function openFile(
  bridge: Bridge<'crypto'>,
  data: Data,
  secret: Secret,
  options: FileOptions,
): Promise<File | ResultDescription> {
  const source = takeBlob(data, 'openFile');
  const own = takeSecret(secret, 'openFile');
  const ownName = takeName(options.name);
  return convert(bridge, source, options, async (call) => {
    const plan = await bridge.run('prepare-open', { file: source, secret: own }, call);
    const { type, lastModified } = plan.metadata;
    const name = safeName(ownName ?? plan.metadata.name, 'untitled');
    return { operation: 'open', plan, prefix: null, result: { name, type, lastModified, size: plan.total } };
  });
}

/** Runs a job until its ranges are done, or one of them fails. */
function convert(
  bridge: Bridge<'crypto'>,
  source: Blob,
  options: FileOptions,
  prepare: (call: BridgeCallOptions) => Promise<Job>,
): Promise<File | ResultDescription> {
  return runFileJob(options, async ({ call, open, stop }) => {
    const { operation, plan, prefix, result } = await prepare(call);
    const { key, baseNonce, ranges, total } = plan;
    const destination = await open(result.size);
    if (prefix !== null) await destination.write(prefix);
    const work: RangeRun<(typeof ranges)[number], Part> = {
      ranges,
      total,
      lanes: bridge.poolOf(call).size + 1,
      onProgress: reporterOf(options.onProgress),
      async run(range, position, onProgress) {
        const input = { file: source, range, key, baseNonce };
        const rangeCall = { ...call, onProgress };
        if (destination.takes === 'pieces') return bridge.run(`${operation}-pieces`, input, rangeCall);
        return makePart(destination, String(position), (keep) => bridge.run(operation, { ...input, keep }, rangeCall));
      },
      deliver: (part) => destination.write(part),
    };
    await runRanges(work, stop);
    return result;
  });
}

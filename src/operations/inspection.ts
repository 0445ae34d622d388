/** The inspection of files: what they are, and what they say of themselves. Its parsers are large, and may loop over a hostile file: it has a worker of its own. */
import { type OperationContext, type Services } from '../operation.js';
import { boundedText } from '../streams/bounded.js';
import { isFile } from '../streams/brands.js';
import { blobOf, type Data } from '../streams/bytes.js';
import { detectType as detect, type DetectedType } from '../streams/detect-type.js';
import { loadImageParser, readImage, type ImageMetadata } from '../streams/image-metadata.js';
import { loadMediaParser, readMediaMetadata, type MediaMetadata } from '../streams/media-metadata.js';
import { problemOf, type FileProblem } from '../streams/problem.js';
import { readBytes } from '../streams/read.js';
import { stillThere } from '../streams/still-there.js';
import { readZipEntries, type ZipEntries } from '../streams/zip-entries.js';

export type { DetectedType } from '../streams/detect-type.js';
export type { ImageMetadata } from '../streams/image-metadata.js';
export type { MediaMetadata, MediaTags } from '../streams/media-metadata.js';
export type { FileProblem } from '../streams/problem.js';
export type { ZipEntries, ZipEntry } from '../streams/zip-entries.js';

export interface InspectInput {
  readonly data: Data;
  /** The file's own name by default. */
  readonly fileName?: string | undefined;
}

/** Texts are cut to 500 characters, lists to 50 values, entries to 5000. */
export interface FileReport {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch; of a File. */
  readonly lastModified?: number | undefined;
  readonly type: DetectedType;
  readonly image?: ImageMetadata | undefined;
  readonly media?: MediaMetadata | undefined;
  readonly archive?: ZipEntries | undefined;
  /** Why there is less than could be. */
  readonly problem?: FileProblem | undefined;
}

export async function detectType(input: InspectInput, { signal }: OperationContext): Promise<DetectedType> {
  const { file, name } = fileOf(input);
  return detect(file, name, signal);
}

/** What is known stays known when a parser gives up: then `problem` says why. */
export async function readMetadata(input: InspectInput, { signal }: OperationContext): Promise<FileReport> {
  const { file, name } = fileOf(input);
  const type = await detect(file, name, signal);
  const report = {
    name: boundedText(name) ?? '',
    size: file.size,
    ...(isFile(file) && { lastModified: file.lastModified }),
    type,
  };
  // a parser that cannot be loaded is no fault of the file
  const read = await readerOf(type);
  const content = await read(file).catch((error: unknown) => ({ problem: problemOf(error) }));
  signal.throwIfAborted();
  if (content.problem !== undefined) await stillThere(file);
  return { ...report, ...content };
}

/** Whether it starts with an entry of a zip archive (PK\3\4), an empty one (PK\5\6) or a part (PK\7\8): dozens of types do, and gzip does not. */
async function isZip(file: Blob): Promise<boolean> {
  const mark = String.fromCharCode(...(await readBytes(file, 0, Math.min(file.size, 4))));
  return ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].includes(mark);
}

type Reader = (file: Blob) => Promise<Partial<FileReport>>;

async function readerOf({ mimeType, extension }: DetectedType): Promise<Reader> {
  if (mimeType.startsWith('image/')) {
    const parser = await loadImageParser();
    return (file) => readImage(file, extension, parser);
  }
  if (/^(?:audio|video)\//.test(mimeType) || mimeType === 'application/ogg') {
    const parser = await loadMediaParser();
    return (file) => readMediaMetadata(file, mimeType, parser);
  }
  return async (file) => ((await isZip(file)) ? { archive: await readZipEntries(file) } : {});
}

function fileOf({ data, fileName }: InspectInput): { file: Blob; name: string } {
  const file = blobOf(data);
  return { file, name: fileName ?? (isFile(file) ? file.name : '') };
}

/** What an endpoint serves as channel `inspection`. */
export const inspectionOperations = {
  'detect-type': detectType,
  'read-metadata': readMetadata,
} satisfies Services[string];

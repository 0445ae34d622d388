/** What a file is: by its content, with the ending of its name as the weaker witness. */
import { extensionOf, goesBy, mimeTypeOf } from './extensions.js';
import { claims, isAlwaysTold, isPlain, takesText } from './promises.js';
import { readBytes } from './read.js';
import { sniffText, type TextEncoding } from './sniff-text.js';
import { stillThere } from './still-there.js';

export interface DetectedType {
  /** `application/octet-stream` where nothing is known. */
  readonly mimeType: string;
  /** Without the dot; empty where nothing is known. */
  readonly extension: string;
  /** `high`: the content has the mark of this type. `low`: it only looks like it, or nothing but the name says so. */
  readonly confidence: 'high' | 'low';
  /** The content is not what the ending of the name says. Endings that are not known here claim nothing. */
  readonly mismatch: boolean;
  /** Of text. `unknown-8bit`: one of the many older ones, such as Windows-1252; which one the bytes do not tell. */
  readonly encoding?: TextEncoding | undefined;
}

/** Bytes of the beginning that are looked at for text. */
export const HEAD = 64 * 1024;
/** Contents that hold others, which only the name tells: what is known of the file is what the name says, if it can be that. */
const containers = new Set(['zip', 'cfb', 'xml', 'gz', 'txt', 'csv', 'tsv', 'json', 'ndjson', 'html']);
/** Marks that are text. */
const textual = new Set(['ics', 'vcf', 'vtt', 'reg', 'pgp', 'ps', 'eps', 'rtf']);
/** Their frames may begin as UTF-16 does. */
const frames = new Set(['mp1', 'mp2', 'mp3', 'aac']);

export async function detectType(file: Blob, fileName: string, signal: AbortSignal): Promise<DetectedType> {
  const extension = extensionOf(fileName);
  const head = await readBytes(file, 0, Math.min(file.size, HEAD));
  const { fileTypeFromBlob, supportedExtensions: marked } = await import('file-type');
  const found = await byContent(() => fileTypeFromBlob(file));
  await stillThere(file);
  signal.throwIfAborted();
  const isOpen = found === undefined || found.ext === 'xml' || (frames.has(found.ext) && hasMark(head));
  const text = isOpen || textual.has(found.ext) ? sniffText(head, head.length === file.size) : null;

  const means = claims(extension, marked);
  if (text !== null && isOpen) return named(text, extension, means, text.encoding);
  if (found !== undefined) {
    // file-type adds the codec to some
    const [mimeType = ''] = found.mime.split(';');
    return named({ mimeType, extension: found.ext, confidence: 'high' }, extension, means, text?.encoding);
  }
  const mismatch = file.size > 0 && isAlwaysTold(extension, marked);
  const mimeType = mismatch ? undefined : mimeTypeOf(extension);
  return {
    mimeType: mimeType ?? 'application/octet-stream',
    extension: mimeType === undefined ? '' : extension,
    confidence: 'low',
    mismatch,
  };
}

/** The byte order mark of UTF-16, which also is the beginning of a frame of MPEG audio. */
const hasMark = (head: Uint8Array): boolean =>
  (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);

type Found = Pick<DetectedType, 'mimeType' | 'extension' | 'confidence'>;

/** A damaged file may make the parser throw: then it was not recognised. */
async function byContent<Result>(detect: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await detect();
  } catch {
    return undefined;
  }
}

/** What the content says, weighed against what the name says; `means`: whether that ending means anything here. */
function named(found: Found, claimed: string, means: boolean, encoding?: TextEncoding): DetectedType {
  const { mimeType, extension } = found;
  const also = encoding === undefined ? {} : { encoding };
  if (claimed === extension) {
    const confidence = encoding === 'unknown-8bit' ? found.confidence : 'high';
    return { mimeType, extension, confidence, mismatch: false, ...also };
  }
  const isText = encoding !== undefined;
  const isVague = extension === 'txt' || found.confidence === 'low';
  const fits = goesBy(extension, claimed) || takesText(claimed, { isText, isVague });
  const type = fits && containers.has(extension) ? mimeTypeOf(claimed) : undefined;
  // a name that says no more than that it is text does not outweigh what the text is
  const saysLess = claimed === 'txt' || (isPlain(claimed) && !isVague);
  if (type !== undefined && !(isText && saysLess)) {
    return { mimeType: type, extension: claimed, confidence: 'low', mismatch: false, ...also };
  }
  return { mimeType, extension, confidence: found.confidence, mismatch: !fits && means, ...also };
}

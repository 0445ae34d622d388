/** Whether bytes are text, in which encoding, and of which kind, as far as their beginning tells. */

/** `unknown-8bit` as in RFC 1428: bytes above 127 that are no UTF-8, of an encoding that nothing tells. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'unknown-8bit';

export interface SniffedText {
  readonly encoding: TextEncoding;
  readonly mimeType: string;
  readonly extension: string;
  /** `high` where the content has a mark of its own, `low` where it only looks like it. */
  readonly confidence: 'high' | 'low';
}

/** `head` is the beginning of the file; `isWhole` when nothing follows. Null for bytes that are no text. */
export function sniffText(head: Uint8Array, isWhole: boolean): SniffedText | null {
  const known = encodingOf(head);
  const text = decode(head, known, isWhole);
  if (text !== null) return { encoding: known, ...kindOf(text, isWhole) };
  // the letters of other encodings come out wrong, but what kinds are told by is ASCII in nearly all
  const older = known === 'utf-8' ? decode(head, 'windows-1252', isWhole) : null;
  if (older === null) return null;
  const found = kindOf(older, isWhole);
  return { encoding: 'unknown-8bit', ...found, confidence: found.extension === 'txt' ? 'low' : found.confidence };
}

function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Tab, line ends, form feed, and the escape of terminals: the only control characters of text. */
const allowed = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

function isBinary(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && !allowed.has(code)) || code === 0x7f || code >= 0xfffe) return true;
  }
  return false;
}

function decode(head: Uint8Array, encoding: string, isWhole: boolean): string | null {
  try {
    // a character that the end of the beginning cuts in two is no fault
    const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: !isWhole });
    return text === '' || isBinary(text) ? null : text;
  } catch {
    return null;
  }
}

type Kind = Pick<SniffedText, 'mimeType' | 'extension' | 'confidence'>;
const kind = (mimeType: string, extension: string, confidence: Kind['confidence'] = 'high'): Kind => ({
  mimeType,
  extension,
  confidence,
});

function kindOf(text: string, isWhole: boolean): Kind {
  const start = text.trimStart();
  return (
    (start.startsWith('<') ? markup(start) : null) ??
    json(start, isWhole) ??
    table(text, isWhole) ??
    kind('text/plain', 'txt')
  );
}

/** What may come before the root: declaration, comments, document type. */
const prolog = /^(?:<\?[^>]*\?>|<!--[\s\S]*?-->|<!doctype[^>[]*(?:\[[\s\S]*?\]\s*)?>|\s+)/i;
/** The tags by which browsers know HTML (WHATWG MIME Sniffing, section 7.1). */
const htmlTag = /^<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link)[\s/>]/i;

function markup(start: string): Kind | null {
  const isXml = start.startsWith('<?xml');
  if (/^<!doctype\s+html\b/i.test(start)) return kind('text/html', 'html');
  let rest = start;
  let isHtml = false;
  for (let found = prolog.exec(rest); found !== null; found = prolog.exec(rest)) {
    isHtml ||= /^<!doctype\s+html\b/i.test(found[0]);
    rest = rest.slice(found[0].length);
  }
  const root = /^<([\w:.-]+)/.exec(rest)?.[1]?.toLowerCase() ?? '';
  if (root === 'svg' || root === 'svg:svg') return kind('image/svg+xml', 'svg');
  if (isXml) return root === 'html' || isHtml ? kind('application/xhtml+xml', 'xhtml') : kind('application/xml', 'xml');
  return isHtml || htmlTag.test(rest) ? kind('text/html', 'html') : null;
}

/** An object or a list; of one whose end is not there, that its strings, numbers and words are JSON's so far. */
function json(start: string, isWhole: boolean): Kind | null {
  if (!/^[[{]/.test(start)) return null;
  if (isWhole && parses(start)) return kind('application/json', 'json');
  const lines = start
    .split('\n')
    .slice(0, isWhole ? undefined : -1)
    .filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.slice(0, 50).every(parses)) return kind('application/x-ndjson', 'ndjson');
  if (isWhole) return null;
  return /^(?:\[|\{\s*["}])/.test(start) && isJsonSoFar(start) ? kind('application/json', 'json') : null;
}

/** What JSON is made of, also where the end cuts it off. A string is looked through once: it is one token, or the last. */
const token =
  /[\s{}[\]:,]+|"(?:[^"\\\n]|\\.)*(?:"|\\?$)|true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE])|-?\d*\.?\d*(?:[eE][+-]?)?$|(?:tr?|tru|fa?|fals?|n|nul?)$/y;

function isJsonSoFar(text: string): boolean {
  for (token.lastIndex = 0; token.lastIndex < text.length;) if (!token.test(text)) return false;
  return true;
}

function parses(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** At least two rows, all with the same number of the same separator outside of quotes. */
function table(text: string, isWhole: boolean): Kind | null {
  const rows = text
    .replace(/"(?:[^"]|"")*"/g, 'q')
    .split(/\r\n|\r|\n/)
    .slice(0, isWhole ? undefined : -1)
    .filter((row) => row !== '')
    .slice(0, 50);
  const [first = ''] = rows;
  for (const separator of ['\t', ',', ';', '|']) {
    const columns = first.split(separator).length;
    if (rows.length < 2 || columns < 2 || !rows.every((row) => row.split(separator).length === columns)) continue;
    return separator === '\t' ? kind('text/tab-separated-values', 'tsv', 'low') : kind('text/csv', 'csv', 'low');
  }
  return null;
}

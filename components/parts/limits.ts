/** Which of the files that somebody offers are taken, and why the others are not. */

export type Refusal =
  | { readonly code: 'folder' | 'empty-folder' | 'unreadable' | 'type' }
  | { readonly code: 'too-large'; readonly size: number; readonly limit: number }
  | { readonly code: 'too-many'; readonly limit: number };

/** A file as it came in; what could not be read has none, and says why. */
export interface Taken {
  readonly file: File | null;
  readonly path: string;
  readonly refusal?: Refusal;
}

export interface Limits {
  /** As on `<input type=file>`: `.pdf,image/*,text/plain`. */
  readonly accept?: string | null;
  /** Bytes; 0 for none. */
  readonly maxSize?: number;
  /** Files in all; 0 for none. */
  readonly maxFiles?: number;
}

/** Marks what breaks a limit; `present` files are there already. */
export function applyLimits(taken: readonly Taken[], limits: Limits, present = 0): readonly Taken[] {
  let count = present;
  return taken.map((one) => {
    const refusal = one.refusal ?? (one.file ? refuse(one.file, limits, count) : ({ code: 'unreadable' } as const));
    if (refusal) return { ...one, refusal };
    count += 1;
    return one;
  });
}

function refuse(file: File, { accept, maxSize = 0, maxFiles = 0 }: Limits, count: number): Refusal | undefined {
  if (!accepts(accept ?? '', file)) return { code: 'type' };
  if (maxSize > 0 && file.size > maxSize) return { code: 'too-large', size: file.size, limit: maxSize };
  if (maxFiles > 0 && count >= maxFiles) return { code: 'too-many', limit: maxFiles };
  return undefined;
}

/** Whether `accept` allows the file; what is dropped goes through no picker that would ask. */
export function accepts(accept: string, file: Pick<File, 'name' | 'type'>): boolean {
  const tokens = accept
    .split(',')
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '');
  const name = file.name.toLowerCase();
  const type = file.type.toLowerCase();
  return (
    tokens.length === 0 ||
    tokens.some((token) => {
      if (token.startsWith('.')) return name.endsWith(token);
      return token.endsWith('/*') ? type.startsWith(token.slice(0, -1)) : token === '*' || type === token;
    })
  );
}

/** Files that systems leave in folders and nobody means to choose. */
const junk = new Set([
  '.ds_store',
  'thumbs.db',
  'desktop.ini',
  '.localized',
  'ehthumbs.db',
  '__macosx',
  '.spotlight-v100',
  '.trashes',
]);

export function isJunk(name: string): boolean {
  const lower = name.toLowerCase();
  // "._x" holds the resource fork of "x" on disks that cannot
  return junk.has(lower) || lower.startsWith('._');
}

/** Zip archives written by hand, entries stored: good ones, and ones that claim what is not so. */
import { concat, utf8, type Bytes } from '../../src/streams/bytes.js';

export interface ZipFile {
  readonly name: string;
  readonly content?: Uint8Array;
  readonly encrypted?: boolean;
  /** What the central directory claims instead of the true size; from 4 GiB on in a Zip64 field. */
  readonly claims?: number;
}

function fields(...values: readonly (readonly [size: 2 | 4 | 8, value: number])[]): Bytes {
  const view = new DataView(new ArrayBuffer(values.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(at, value, true);
    else if (size === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

/** `zip64`: the end says nothing but that there is a larger one. `claims`: the number of entries that the end tells. */
export function makeZip(
  files: readonly ZipFile[],
  { comment = '', zip64 = false, claims = files.length }: { comment?: string; zip64?: boolean; claims?: number } = {},
): Bytes {
  const locals: Bytes[] = [];
  const central: Bytes[] = [];
  let offset = 0;
  for (const { name, content = new Uint8Array(0), encrypted = false, claims: told = content.length } of files) {
    const bytes = utf8(name);
    const flags = encrypted ? 1 : 0;
    const isLarge = told >= 2 ** 32 - 1;
    const extra = isLarge ? fields([2, 1], [2, 8], [8, told]) : new Uint8Array(0);
    const shared = [
      [2, flags],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
    ] as const;
    const sizes = [
      [4, content.length],
      [4, content.length],
      [2, bytes.length],
    ] as const;
    const local = concat(fields([4, 0x04034b50], [2, 20], ...shared, ...sizes, [2, 0]), bytes, content);
    const place = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ] as const;
    const size = isLarge ? 0xffffffff : told;
    const head = fields(
      [4, 0x02014b50],
      [2, 20],
      [2, 20],
      ...shared,
      [4, content.length],
      [4, size],
      [2, bytes.length],
      [2, extra.length],
      ...place,
    );
    central.push(concat(head, bytes, extra));
    locals.push(local);
    offset += local.length;
  }
  const directory = concat(...central);
  const end = offset + directory.length;
  const large = zip64
    ? concat(
        fields(
          [4, 0x06064b50],
          [8, 44],
          [2, 45],
          [2, 45],
          [4, 0],
          [4, 0],
          [8, claims],
          [8, claims],
          [8, directory.length],
          [8, offset],
        ),
        fields([4, 0x07064b50], [4, 0], [8, end], [4, 1]),
      )
    : new Uint8Array(0);
  const count = zip64 ? 0xffff : Math.min(claims, 0xffff);
  const place = zip64
    ? ([
        [4, 0xffffffff],
        [4, 0xffffffff],
      ] as const)
    : ([
        [4, directory.length],
        [4, offset],
      ] as const);
  const text = utf8(comment);
  return concat(
    ...locals,
    directory,
    large,
    fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], ...place, [2, text.length]),
    text,
  );
}

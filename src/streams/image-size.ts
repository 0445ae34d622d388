/** How many pixels an image has, where no parser tells: WebP, HEIC and AVIF, icons. What a file claims is read within its bounds. */
import { positionsOf } from './positions.js';

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Undefined for other formats, and where the bytes end before they tell it. */
export function readImageSize(bytes: Uint8Array, extension: string): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (extension === 'webp') return webp(view);
  if (extension === 'heic' || extension === 'avif') return largest(itemSizes(bytes, view));
  return extension === 'ico' || extension === 'cur' ? largest(iconSizes(view)) : undefined;
}

/** The first chunk is the image, lossy (RFC 6386, 9.1) or lossless (RFC 9649, 3.4), or else says how large the canvas is. */
function webp(view: DataView): ImageSize | undefined {
  if (view.byteLength < 30) return undefined;
  const u16 = (at: number) => view.getUint16(at, true);
  switch (view.getUint32(12)) {
    case 0x56503820: // 'VP8 '
      return { width: u16(26) & 0x3fff, height: u16(28) & 0x3fff };
    case 0x5650384c: {
      // 'VP8L'
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // 'VP8X'
      return {
        width: (u16(24) | (view.getUint8(26) << 16)) + 1,
        height: (u16(27) | (view.getUint8(29) << 16)) + 1,
      };
    default:
      return undefined;
  }
}

/** Of the tiles, thumbnails and the image itself (ISO/IEC 23008-12, 6.5.3): a box of 20 bytes, the last eight the size. */
function* itemSizes(bytes: Uint8Array, view: DataView): Iterable<ImageSize> {
  for (const at of positionsOf(bytes, 'ispe')) {
    if (at < 4 || at + 16 > bytes.length || view.getUint32(at - 4) !== 20) continue;
    yield { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
  }
}

/** By the PNG or bitmap of each entry: that of the directory is one byte, and nobody draws by it. A bitmap has its mask below itself. */
function* iconSizes(view: DataView): Iterable<ImageSize> {
  for (let entry = 6, end = 6 + 16 * count(view); entry + 16 <= Math.min(end, view.byteLength); entry += 16) {
    const at = view.getUint32(entry + 12, true);
    if (at + 24 > view.byteLength) continue;
    const isPng = view.getUint32(at) === 0x89504e47;
    yield isPng
      ? { width: view.getUint32(at + 16), height: view.getUint32(at + 20) }
      : { width: view.getUint32(at + 4, true), height: view.getUint32(at + 8, true) / 2 };
  }
}

const count = (view: DataView): number => (view.byteLength < 6 ? 0 : view.getUint16(4, true));

function largest(sizes: Iterable<ImageSize>): ImageSize | undefined {
  let most: ImageSize | undefined;
  for (const size of sizes) {
    if (most === undefined || size.width * size.height > most.width * most.height) most = size;
  }
  return most;
}

/** What an image says of itself: size, orientation, camera, and whether it tells where it was taken. */
import type { ExpandedTags } from 'exifreader';
import { boundedNumber, boundedText, present } from './bounded.js';
import { readImageSize } from './image-size.js';
import { positionsOf } from './positions.js';
import { truncated, type FileProblem } from './problem.js';
import { readBytes } from './read.js';

export interface ImageMetadata {
  /** Pixels, before `orientation` is applied. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** EXIF's: 1 upright, 3 upside down, 6 turned right, 8 turned left; even ones below 6 and odd ones above mirrored. */
  readonly orientation?: number | undefined;
  readonly camera?: string | undefined;
  readonly lens?: string | undefined;
  /** As EXIF has it: `2026:11:23 20:15:00`, in the camera's own time. */
  readonly taken?: string | undefined;
  /** Whether it tells where it was taken; undefined where a part that was not read, or is compressed, may. The place itself is not read out. */
  readonly gps?: boolean | undefined;
}

/** Tags and places may stand anywhere: files up to this size are read whole, of larger ones the beginning. */
const WHOLE = 64 * 1024 * 1024;
const HEAD = 1024 * 1024;

type Parser = Pick<typeof import('exifreader'), 'load'>;
export const loadImageParser = async (): Promise<Parser> => (await import('exifreader')).default;

/** Of the GPS tags those that tell a place: of the camera, or of what it looked at. The others are a clock, a version, a pointer. */
const places = ['GPSLatitude', 'GPSLongitude', 'GPSDestLatitude', 'GPSDestLongitude'];

/** What the parser knows. Of other images (PSD, XCF, JPEG 2000, a packed SVG) it would say that they are damaged. */
const parsed = new Set('jpg png apng gif webp heic avif jxl tif dng nef arw cr2'.split(' '));

export interface ImageReport {
  readonly image?: ImageMetadata | undefined;
  readonly problem?: FileProblem | undefined;
}

/** @throws whatever the parser throws over damaged bytes */
export async function readImage(file: Blob, extension: string, exif: Parser): Promise<ImageReport> {
  const image = await readImageMetadata(file, extension, exif);
  // a drawing need not have a size
  const isWhole = image.width !== undefined || extension === 'svg';
  const isKnown = parsed.has(extension) || ['svg', 'bmp', 'ico', 'cur'].includes(extension);
  if (!isKnown) return image.gps ? { image } : {};
  return isWhole ? { image } : { image, problem: truncated('It does not tell its size: it may be cut off.') };
}

async function readImageMetadata(file: Blob, extension: string, exif: Parser): Promise<ImageMetadata> {
  const bytes = await readBytes(file, 0, file.size <= WHOLE ? file.size : HEAD);
  if (extension === 'bmp') return bitmap(new DataView(bytes.buffer));
  const found = placeInXmp(bytes, extension);
  const gps = found === false && bytes.length < file.size ? undefined : found;
  if (extension === 'svg') return present({ ...drawing(new TextDecoder().decode(bytes.subarray(0, HEAD))), gps });
  const size = readImageSize(bytes, extension);
  if (extension === 'ico' || extension === 'cur') return present({ ...size, gps });
  if (!parsed.has(extension)) return present({ gps: gps === true ? true : undefined });
  const { file: basic, png, gif, exif: camera } = tagsOf(() => exif.load(bytes.buffer, { expanded: true }));
  const sizes: Partial<Record<string, { value?: unknown }>>[] = [basic, png, gif, camera].flatMap((group) =>
    group === undefined ? [] : [group as Partial<Record<string, { value?: unknown }>>],
  );
  const first = (...names: string[]) => {
    for (const group of sizes) {
      for (const name of names) {
        const value = boundedNumber(single(group[name]?.value));
        if (value !== undefined) return value;
      }
    }
    return undefined;
  };
  const maker = boundedText(camera?.Make?.description);
  const model = boundedText(camera?.Model?.description);
  return present({
    width: size?.width ?? first('Image Width', 'ImageWidth', 'PixelXDimension'),
    height: size?.height ?? first('Image Height', 'ImageLength', 'PixelYDimension'),
    orientation: boundedNumber(single(camera?.Orientation?.value)),
    camera: maker === undefined || model?.startsWith(maker) ? model : boundedText(`${maker} ${model ?? ''}`),
    lens: boundedText(camera?.LensModel?.description),
    taken: boundedText(camera?.DateTimeOriginal?.description),
    gps: places.some((name) => name in (camera ?? {})) || gps,
  });
}

/** Whether an XMP packet names a place: the parser reads none where there is no DOMParser, as in workers. Undefined where tags are compressed. */
function placeInXmp(bytes: Uint8Array, extension: string): boolean | undefined {
  const includes = (text: string) => positionsOf(bytes, text).next().done === false;
  if (includes('GPSLatitude') || includes('GPSLongitude')) return true;
  const packed = extension === 'jxl' ? ['brob'] : ['Raw profile type ', 'XML:com.adobe.xmp\0\x01'];
  return packed.some(includes) ? undefined : false;
}

/** An image need not have tags. */
function tagsOf(load: () => ExpandedTags): ExpandedTags {
  try {
    return load();
  } catch (error) {
    if (error instanceof Error && error.name === 'MetadataMissingError') return {};
    throw error;
  }
}

const single = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** A negative height means that the first row is the topmost. */
function bitmap(view: DataView): ImageMetadata {
  return { width: boundedNumber(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)), gps: false };
}

/** As its root says; a drawing without a size has that of its view box. A `<` ends the search: a million roots that do not end would take for ever. */
function drawing(text: string): Pick<ImageMetadata, 'width' | 'height'> {
  const root = /<(?:svg:)?svg\b[^<>]*>/i.exec(text)?.[0] ?? '';
  const length = (name: string) =>
    boundedNumber(Number(new RegExp(`\\s${name}\\s*=\\s*["']([\\d.]+)(?:px)?["']`).exec(root)?.[1]));
  const box = /\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(root);
  return present({
    width: length('width') ?? boundedNumber(Number(box?.[1])),
    height: length('height') ?? boundedNumber(Number(box?.[2])),
  });
}

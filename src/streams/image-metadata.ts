/** What an image says of itself: size, orientation, camera, and whether it tells where it was taken. */
import type { ExpandedTags } from 'exifreader';
import { boundedNumber, boundedText, present } from './bounded.js';
import { readImageSize } from './image-size.js';
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
  /** Whether it tells where it was taken. The place itself is not read out. */
  readonly gps: boolean;
}

/** Bytes at the start of which the tags are looked for; in TIFF and its kin they may stand anywhere, up to this size of the file. */
const HEAD = 1024 * 1024;
const WHOLE = 64 * 1024 * 1024;
const anywhere = new Set(['tif', 'cr2', 'cr3', 'nef', 'dng', 'arw', 'orf', 'rw2', 'raf', 'heic', 'avif']);

/** @throws whatever the parser throws over damaged bytes */
export async function readImageMetadata(file: Blob, extension: string): Promise<ImageMetadata> {
  const most = anywhere.has(extension) && file.size <= WHOLE ? WHOLE : HEAD;
  const bytes = await readBytes(file, 0, Math.min(file.size, most));
  if (extension === 'bmp') return bitmap(new DataView(bytes.buffer));
  if (extension === 'svg') return drawing(new TextDecoder().decode(bytes));
  const size = readImageSize(bytes, extension);
  if (extension === 'ico' || extension === 'cur') return { ...size, gps: false };
  const { default: exif } = await import('exifreader');
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
    gps: Object.keys(camera ?? {}).some((name) => name.startsWith('GPS') && name !== 'GPSVersionID'),
  });
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
function drawing(text: string): ImageMetadata {
  const root = /<(?:svg:)?svg\b[^<>]*>/i.exec(text)?.[0] ?? '';
  const length = (name: string) =>
    boundedNumber(Number(new RegExp(`\\s${name}\\s*=\\s*["']([\\d.]+)(?:px)?["']`).exec(root)?.[1]));
  const box = /\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(root);
  return present({
    width: length('width') ?? boundedNumber(Number(box?.[1])),
    height: length('height') ?? boundedNumber(Number(box?.[2])),
    gps: false,
  });
}

/** Images without pixels and films without frames, as far as what is read of them. */
import { concat, utf8, type Bytes } from '../../src/streams/bytes.js';

const number = (value: number, bytes: number, littleEndian: boolean): Bytes => {
  const digits = Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);
  return Uint8Array.from(littleEndian ? digits : digits.reverse());
};
const little = (value: number, bytes: number) => number(value, bytes, true);
const big = (value: number, bytes = 4) => number(value, bytes, false);

export const riff = (name: string, ...content: Bytes[]): Bytes => {
  const all = concat(...content);
  return concat(utf8(name), little(all.length, 4), all, new Uint8Array(all.length % 2));
};
export const box = (name: string, ...content: Bytes[]): Bytes => {
  const all = concat(...content);
  return concat(big(8 + all.length), utf8(name), all);
};

/** Lossy, lossless, or with a canvas, which is followed by what else there is. */
export function makeWebp(kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number, ...more: Bytes[]): Bytes {
  const content = {
    'VP8 ': () => concat(Uint8Array.of(0x10, 0, 0, 0x9d, 1, 0x2a), little(width, 2), little(height, 2)),
    VP8L: () => concat(Uint8Array.of(0x2f), little(width - 1 + (height - 1) * 2 ** 14, 4), new Uint8Array(8)),
    VP8X: () => concat(new Uint8Array(4), little(width - 1, 3), little(height - 1, 3)),
  };
  return riff('RIFF', utf8('WEBP'), riff(kind, content[kind]()), ...more);
}

/** An image of tiles, which each say their size too. */
export function makeHeif(brand: 'avif' | 'heic', ...sizes: (readonly [width: number, height: number])[]): Bytes {
  const sized = sizes.map(([width, height]) => box('ispe', big(0), big(width), big(height)));
  const meta = box('meta', big(0), box('iprp', box('ipco', ...sized)));
  return concat(box('ftyp', utf8(brand), big(0)), meta, box('mdat', utf8('ispe and the pixels')));
}

export function makeIcon(...images: Bytes[]): Bytes {
  let at = 6 + 16 * images.length;
  const entries = images.map((image) => {
    const entry = concat(Uint8Array.of(16, 16, 0, 0, 1, 0, 32, 0), little(image.length, 4), little(at, 4));
    at += image.length;
    return entry;
  });
  return concat(Uint8Array.of(0, 0, 1, 0, images.length, 0), ...entries, ...images);
}

/** A film of one track: `avc1` a picture, others sound. */
export function makeMp4(codec: 'avc1' | 'Opus' | 'ec-3' | 'mp4a'): Bytes {
  const isPicture = codec === 'avc1';
  // what begins alike: an entry, and its reference to the data; then sound's channels, bits and rate
  const sound = concat(new Uint8Array(8), big(2, 2), big(16, 2), big(0), big(48_000, 2), big(0, 2));
  const entry = box(codec, new Uint8Array(6), big(1, 2), isPicture ? new Uint8Array(70) : sound);
  const handler = box('hdlr', new Uint8Array(8), utf8(isPicture ? 'vide' : 'soun'), new Uint8Array(20));
  const table = box('minf', box('stbl', box('stsd', big(0), big(1), entry)));
  const header = box('tkhd', new Uint8Array(12), big(1), new Uint8Array(68));
  const movie = box('moov', box('trak', header, box('mdia', handler, table)));
  return concat(box('ftyp', utf8('isom'), big(0), utf8('isom')), movie);
}

/** A chunk of a PNG, without its check. */
export const pngChunk = (name: string, content: Bytes): Bytes =>
  concat(big(content.length), utf8(name), content, new Uint8Array(4));

/** The packet that an editor writes into any format. */
export const xmpPlace = utf8(
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,30.5N" exif:GPSLongitude="13,24.1E"/></rdf:RDF></x:xmpmeta>',
);

/** A JPEG with a packet and no other tags. */
export function makeJpegWithXmp(xmp: Bytes): Bytes {
  const content = concat(utf8('http://ns.adobe.com/xap/1.0/\0'), xmp);
  const frame = Uint8Array.of(0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xff, 0xd9);
  return concat(Uint8Array.of(0xff, 0xd8, 0xff, 0xe1), big(content.length + 2, 2), content, frame);
}

/** A JPEG XL of one pixel, with these boxes before it. */
export function makeJxl(...boxes: Bytes[]): Bytes {
  const pixel = concat(Uint8Array.of(0xff, 0x0a), new Uint8Array(8));
  const type = box('ftyp', utf8('jxl '), big(0), utf8('jxl '));
  return concat(box('JXL ', Uint8Array.of(0x0d, 0x0a, 0x87, 0x0a)), type, ...boxes, box('jxlc', pixel));
}

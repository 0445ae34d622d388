/** Small images and sounds written by hand, with the marks and tags that are read. */
import { concat, utf8, type Bytes } from '../../src/streams/bytes.js';

/** A PNG as far as its header; no pixel follows. */
export function makePng(width: number, height: number): Bytes {
  const bytes = new Uint8Array(45);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes.set([8, 2], 24);
  bytes.set([0x49, 0x44, 0x41, 0x54], 37);
  return bytes;
}

/** A BMP's two headers, 40 bytes the second. */
export function makeBmp(width: number, height: number): Bytes {
  const view = new DataView(new ArrayBuffer(54));
  view.setUint16(0, 0x424d);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  return new Uint8Array(view.buffer);
}

/** GPS tags of three numbers each: the latitude, or only the time that the satellites told. */
const satellites = { place: 2, time: 7 };

/** A JPEG of no pixels, turned to the right, from a camera that knew where it was. */
export function makeJpeg({
  make = 'Tallow',
  model = 'Tallow One',
  gps = 'place',
}: { make?: string; model?: string; gps?: keyof typeof satellites | false } = {}): Bytes {
  const texts = [make, model].map((text) => utf8(`${text.padEnd(4)}\0`));
  const entries = gps ? 4 : 3;
  const start = 8;
  let free = start + 2 + entries * 12 + 4;
  const head = new DataView(new ArrayBuffer(free));
  head.setUint32(0, 0x49492a00);
  head.setUint32(4, start, true);
  head.setUint16(start, entries, true);
  const entry = (i: number, tag: number, type: number, count: number, value: number) => {
    const at = start + 2 + i * 12;
    head.setUint16(at, tag, true);
    head.setUint16(at + 2, type, true);
    head.setUint32(at + 4, count, true);
    head.setUint32(at + 8, value, true);
  };
  for (const [i, text] of texts.entries()) {
    entry(i, 0x010f + i, 2, text.length, free);
    free += text.length;
  }
  entry(2, 0x0112, 3, 1, 6);
  const place = new DataView(new ArrayBuffer(gps ? 42 : 0));
  if (gps) {
    entry(3, 0x8825, 4, 1, free);
    place.setUint16(0, 1, true);
    place.setUint16(2, satellites[gps], true);
    place.setUint16(4, 5, true);
    place.setUint32(6, 3, true);
    place.setUint32(10, free + 18, true);
    for (let at = 18; at < 42; at += 4) place.setUint32(at, 1, true);
  }
  const tiff = concat(new Uint8Array(head.buffer), ...texts, new Uint8Array(place.buffer));
  const exif = concat(utf8('Exif\0\0'), tiff);
  const length = exif.length + 2;
  return concat(
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, length >> 8, length),
    exif,
    Uint8Array.of(0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0),
    Uint8Array.of(0xff, 0xd9),
  );
}

/** A second of silence at 8000 samples of one byte, with a title. */
export function makeWav(title = 'Silence'): Bytes {
  const chunk = (name: string, content: Uint8Array) => {
    const size = new DataView(new ArrayBuffer(4));
    size.setUint32(0, content.length, true);
    return concat(utf8(name), new Uint8Array(size.buffer), content, new Uint8Array(content.length % 2));
  };
  const format = Uint8Array.of(1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0);
  const info = concat(utf8('INFO'), chunk('INAM', utf8(title)));
  const body = concat(
    utf8('WAVE'),
    chunk('fmt ', format),
    chunk('LIST', info),
    chunk('data', new Uint8Array(8000).fill(128)),
  );
  return chunk('RIFF', body);
}

/** The tags of an MP3 and the head of one frame. */
export function makeMp3(texts: Readonly<Record<string, string>>): Bytes {
  const frames = Object.entries(texts).map(([id, text]) => {
    const content = concat(Uint8Array.of(3), utf8(text));
    const size = new DataView(new ArrayBuffer(4));
    size.setUint32(0, content.length);
    return concat(utf8(id), new Uint8Array(size.buffer), new Uint8Array(2), content);
  });
  const tags = concat(...frames);
  const size = [21, 14, 7, 0].map((bits) => (tags.length >> bits) & 0x7f);
  const frame = concat(Uint8Array.of(0xff, 0xfb, 0x90, 0x00), new Uint8Array(413));
  return concat(utf8('ID3'), Uint8Array.of(3, 0, 0, ...size), tags, frame, frame, frame);
}

/** One table of cases for the inspection of files: it runs over the plain functions, over a worker and over the page. */
import { expect } from '@open-wc/testing';
import type { InputOf, OutputOf } from '../../src/operation.js';
import type { DetectedType, FileProblem, FileReport, inspectionOperations } from '../../src/operations/inspection.js';
import { concat, utf8, type Bytes } from '../../src/streams/bytes.js';
import { formats } from '../support/formats.js';
import { makeBmp, makeJpeg, makeMp3, makePng, makeWav } from '../support/media.js';
import { plaintext } from '../support/sealing.js';
import { makeZip } from '../support/zip.js';
import {
  box,
  makeHeif,
  makeIcon,
  makeJpegWithXmp,
  makeJxl,
  makeMp4,
  makeWebp,
  pngChunk,
  riff,
  xmpPlace,
} from './inspection-images.js';

type Operations = typeof inspectionOperations;
export type InspectionCall = <Type extends keyof Operations>(
  type: Type,
  input: InputOf<Operations[Type]>,
) => Promise<OutputOf<Operations[Type]>>;

export interface InspectionCase {
  readonly title: string;
  readonly run: (call: InspectionCall) => Promise<void>;
}

function utf16(text: string, littleEndian: boolean): Bytes {
  const view = new DataView(new ArrayBuffer(2 + 2 * text.length));
  view.setUint16(0, 0xfeff, littleEndian);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

/** A character is the byte of its number. */
const older = (text: string): Bytes => Uint8Array.from(text, (one) => one.charCodeAt(0));

const byContent: InspectionCase[] = [
  {
    title: `recognises ${Object.keys(formats).length} formats by their marks, whatever they are called`,
    run: async (call) => {
      for (const [extension, bytes] of Object.entries(formats)) {
        const named = await call('detect-type', { data: bytes, fileName: `a.${extension}` });
        expect(named, extension).to.include({ extension, confidence: 'high', mismatch: false });
        expect(named.mimeType, extension).to.match(/^\w+\/[\w.+-]+$/);
        const nameless = await call('detect-type', { data: bytes });
        expect(nameless, `${extension} without a name`).to.deep.equal(named);
      }
    },
  },
  {
    title: 'recognises what zip archives are used for',
    run: async (call) => {
      const text = utf8('application/epub+zip');
      const word =
        '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
      for (const [extension, files] of [
        ['zip', [{ name: 'a.txt', content: utf8('a') }]],
        ['epub', [{ name: 'mimetype', content: text }]],
        ['docx', [{ name: '[Content_Types].xml', content: utf8(word) }]],
      ] as const) {
        const type = await call('detect-type', { data: makeZip(files), fileName: `a.${extension}` });
        expect(type, extension).to.include({ extension, confidence: 'high', mismatch: false });
      }
    },
  },
];

interface TextCase {
  readonly what: string;
  readonly data: Bytes | string;
  readonly name?: string;
  readonly type: Partial<DetectedType>;
}
const long = 'word and word, '.repeat(6000);
const texts: TextCase[] = [
  {
    what: 'plain text',
    data: 'Grüße, 熊\nand more\n',
    type: { mimeType: 'text/plain', extension: 'txt', encoding: 'utf-8' },
  },
  { what: 'text with a mark of its order', data: '\ufeffa', type: { mimeType: 'text/plain', encoding: 'utf-8' } },
  { what: 'UTF-16 of either order', data: utf16('text', true), type: { mimeType: 'text/plain', encoding: 'utf-16le' } },
  { what: 'UTF-16, the other', data: utf16('a,b\n1,2\n', false), type: { mimeType: 'text/csv', encoding: 'utf-16be' } },
  { what: 'long text, cut within a character', data: 'a' + 'é'.repeat(40_000), type: { mimeType: 'text/plain' } },
  {
    what: 'an object',
    data: ' {"a": [1, true, null, "x\\"y"]}\n',
    type: { mimeType: 'application/json', confidence: 'high' },
  },
  { what: 'a list', data: '[]', type: { mimeType: 'application/json' } },
  {
    what: 'a long list',
    data: JSON.stringify(Array.from({ length: 9000 }, (_, i) => ({ id: i, on: true, x: -1.5e3, text: 'a "b"' }))),
    type: { mimeType: 'application/json' },
  },
  { what: 'objects line by line', data: '{"a":1}\n{"a":2}\n', type: { mimeType: 'application/x-ndjson' } },
  { what: 'what only begins like JSON', data: '{ font: 12px }', type: { mimeType: 'text/plain' } },
  { what: 'long text in brackets', data: `[${long}`, type: { mimeType: 'text/plain' } },
  { what: 'a table', data: 'name,size\n"a, b",1\nc,2\n', type: { mimeType: 'text/csv', confidence: 'low' } },
  {
    what: 'a table by its name too',
    data: 'name;size\na;1\n',
    name: 'a.csv',
    type: { mimeType: 'text/csv', confidence: 'high' },
  },
  { what: 'a table of tabs', data: 'a\tb\n1\t2\n', type: { mimeType: 'text/tab-separated-values' } },
  { what: 'prose with commas', data: 'One, two.\nThree, four, five.\n', type: { mimeType: 'text/plain' } },
  {
    what: 'a drawing',
    data: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    name: 'a.svg',
    type: { mimeType: 'image/svg+xml', confidence: 'high' },
  },
  {
    what: 'a drawing behind declaration, comment and type',
    data: '<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg/>',
    type: { mimeType: 'image/svg+xml', mismatch: false },
  },
  { what: 'a page', data: '\n<!DOCTYPE HTML>\n<p>', type: { mimeType: 'text/html', confidence: 'high' } },
  { what: 'a page without a type', data: '<!-- a --><html lang=en><body>', type: { mimeType: 'text/html' } },
  { what: 'a strict page', data: '<?xml version="1.0"?><html/>', type: { mimeType: 'application/xhtml+xml' } },
  {
    what: 'XML',
    data: '<?xml version="1.0"?><rss/>',
    name: 'a.rss',
    type: { mimeType: 'application/rss+xml', confidence: 'low' },
  },
  {
    what: 'XML of nobody',
    data: '<?xml version="1.0"?><a/>',
    type: { mimeType: 'application/xml', confidence: 'high' },
  },
  {
    what: 'a program, by its name',
    data: 'let a = 1;\n',
    name: 'a.ts',
    type: { mimeType: 'text/x-typescript', confidence: 'low' },
  },
  { what: 'notes with a table, by their name', data: 'a|b\n1|2\n', name: 'a.md', type: { mimeType: 'text/markdown' } },
  {
    what: 'any text under .txt',
    data: '{"a":1}',
    name: 'a.txt',
    type: { mimeType: 'application/json', mismatch: false },
  },
  {
    what: 'data under .log',
    data: '{"a":1}',
    name: 'a.log',
    type: { mimeType: 'application/json', confidence: 'high' },
  },
  {
    what: 'text of an older encoding',
    data: older('Gr\xfc\xdfe\n'),
    name: 'a.txt',
    type: { mimeType: 'text/plain', confidence: 'low', encoding: 'unknown-8bit' },
  },
  {
    what: 'a page of an older encoding',
    data: older('<!doctype html><title>Gr\xfc\xdfe'),
    type: { mimeType: 'text/html', confidence: 'high', encoding: 'unknown-8bit' },
  },
  {
    what: 'a table of an older encoding',
    data: older('N\xe4me;Gr\xf6\xdfe\n\xc4;1\n'),
    type: { mimeType: 'text/csv', confidence: 'low', encoding: 'unknown-8bit' },
  },
  {
    what: 'a registry file',
    data: utf16('Windows Registry Editor Version 5.00\r\n', true),
    name: 'a.reg',
    type: { extension: 'reg', confidence: 'high', encoding: 'utf-16le' },
  },
  {
    what: 'a calendar',
    data: 'BEGIN:VCALENDAR\r\n',
    type: { mimeType: 'text/calendar', confidence: 'high', encoding: 'utf-8' },
  },
  {
    what: 'a key of text',
    data: '-----BEGIN PRIVATE KEY-----',
    name: 'server.key',
    type: { mimeType: 'text/plain', mismatch: false },
  },
  {
    what: 'bytes of nobody',
    data: Uint8Array.of(1, 2, 3, 4, 250, 251),
    type: { mimeType: 'application/octet-stream', extension: '', confidence: 'low', mismatch: false },
  },
  { what: 'nothing', data: '', name: 'a.md', type: { mimeType: 'text/markdown', confidence: 'low', mismatch: false } },
  { what: 'nothing, claimed to be an image', data: '', name: 'a.png', type: { mismatch: false } },
];

const named: readonly (readonly [content: string | Bytes, name: string, mismatch: boolean])[] = [
  [makePng(1, 1), 'photo.png', false],
  [makePng(1, 1), 'photo.PNG', false],
  [makePng(1, 1), 'photo.jpg', true],
  [makePng(1, 1), 'photo.txt', true],
  [makePng(1, 1), 'photo', false],
  [makePng(1, 1), 'photo.unheardof', false],
  [makePng(1, 1), 'constructor.constructor', false],
  [makeJpeg(), 'photo.jpeg', false],
  [formats.exe!, 'invoice.pdf', true],
  [formats.exe!, 'library.dll', false],
  [formats.cfb!, 'letter.doc', false],
  [formats.cfb!, 'letter.docx', true],
  [formats.mp4!, 'film.mov', false],
  [formats.gz!, 'all.tgz', false],
  [makeZip([{ name: 'a' }]), 'book.cbz', false],
  [makeZip([{ name: 'a' }]), 'book.pdf', true],
  ['<script>alert(1)</script>', 'photo.png', true],
  ['<script>alert(1)</script>', 'page.htm', false],
  ['<html>', 'data.csv', true],
  ['{"a":1}', 'data.xml', true],
  ['plain', 'data.json', false],
  [plaintext(5000), 'photo.png', true],
  [plaintext(5000), 'notes.txt', true],
  [plaintext(5000), 'some.bin', false],
  [plaintext(5000), 'photo.jpeg', true],
  [formats.exe!, 'some.dat', false],
  [formats.exe!, 'secret.key', true],
  [formats.exe!, 'photo.svgz', true],
  // several crafts use these endings
  ['ssh-ed25519 AAAA me', 'id_ed25519.pub', false],
  ['-----BEGIN PRIVATE KEY-----', 'server.key', false],
  ['-----BEGIN PGP SIGNATURE-----', 'a.tar.gz.asc', false],
  ['untrusted comment: verify with me', 'a.sig', false],
  ['started\n', 'nohup.out', false],
  ['digraph { a -> b }', 'graph.dot', false],
  ['msgid "a"\nmsgstr ""\n', 'messages.pot', false],
  ['Memory Configuration\n', 'firmware.map', false],
  ['solid cube\nendsolid\n', 'cube.stl', false],
  ['export {};\n', 'module.mts', false],
  ['line by line\n', 'some.bin', false],
  // what text is called
  ['<?xml version="1.0"?><html/>', 'page.html', false],
  ['<html>', 'page.xht', false],
  ['<?xml version="1.0"?><svg/>', 'drawing.xml', false],
  ['<svg/>', 'page.html', true],
  ['<p align="center">\n# Name', 'README.md', false],
  ['<h1>Name</h1>', 'notes.markdown', false],
  ['<Project Sdk="a"></Project>', 'a.csproj', false],
  ['<Window x="a"/>', 'a.xaml', false],
  ['{"a":1}', 'a.csproj', true],
  ['{"a":1}', 'a.yaml', false],
  ['{"a":1}', 'a.jsonl', false],
  ['{"a":1}', 'a.log', false],
  ['<?xml version="1.0"?><fontconfig/>', 'fonts.conf', false],
  ['BEGIN:VCARD\nEND:VCARD\n', 'a.txt', false],
  ['BEGIN:VCARD\nEND:VCARD\n', 'a.png', true],
  [utf16('Windows Registry Editor Version 5.00\r\n', true), 'a.reg', false],
  [older('N\xe4me;Gr\xf6\xdfe\n\xc4;1\n'), 'a.csv', false],
  [older('1\n00:00:01,000 --> 00:00:02,000\n\x96 Gr\xfc\xdfe\n'), 'a.srt', false],
  [older('Gr\xfc\xdfe'), 'a.txt', false],
  [older('Gr\xfc\xdfe'), 'a.png', true],
  [older('Gr\xfc\xdfe\0'), 'a.txt', true],
];

const bytesOf = (content: string | Bytes): Bytes => (typeof content === 'string' ? utf8(content) : content);

const byText: InspectionCase[] = [
  ...texts.map(({ what, data, name, type }) => ({
    title: `tells ${what} from others`,
    run: async (call: InspectionCall) => {
      expect(await call('detect-type', { data: bytesOf(data), fileName: name })).to.include(type);
    },
  })),
  {
    title: 'reports what is not what its name says',
    run: async (call) => {
      for (const [content, name, mismatch] of named) {
        const type = await call('detect-type', { data: new File([bytesOf(content)], name) });
        expect(type.mismatch, `${name}: ${JSON.stringify(type)}`).to.equal(mismatch);
      }
    },
  },
];

interface ReportCase {
  readonly what: string;
  readonly data: Bytes;
  readonly name: string;
  readonly report: Partial<FileReport>;
}
const entry = { size: 0, compressedSize: 0, directory: false, encrypted: false };
const sized: readonly (readonly [what: string, name: string, data: Bytes])[] = [
  ['a lossy WebP', 'a.webp', makeWebp('VP8 ', 600, 400)],
  ['a lossless WebP', 'a.webp', makeWebp('VP8L', 600, 400)],
  ['a WebP with a canvas', 'a.webp', makeWebp('VP8X', 600, 400)],
  ['an AVIF', 'a.avif', makeHeif('avif', [600, 400])],
  ['a HEIC of tiles', 'a.heic', makeHeif('heic', [64, 64], [600, 400], [160, 120])],
  ['an icon of several sizes', 'a.ico', makeIcon(makeBmp(16, 32).slice(14), makePng(600, 400))],
];
const reports: ReportCase[] = [
  {
    what: 'a PNG',
    data: makePng(640, 480),
    name: 'a.png',
    report: { size: 45, image: { width: 640, height: 480, gps: false } },
  },
  {
    what: 'a photo',
    data: makeJpeg(),
    name: 'a.jpg',
    report: { image: { width: 40, height: 30, orientation: 6, camera: 'Tallow One', gps: true } },
  },
  {
    what: 'a photo without a place, from a maker that is not in the name',
    data: makeJpeg({ make: 'Maker', gps: false }),
    name: 'a.jpg',
    report: { image: { width: 40, height: 30, orientation: 6, camera: 'Maker Tallow One', gps: false } },
  },
  {
    what: 'a photo that was told the time by satellites, and no place',
    data: makeJpeg({ gps: 'time' }),
    name: 'a.jpg',
    report: { image: { width: 40, height: 30, orientation: 6, camera: 'Tallow One', gps: false } },
  },
  {
    what: 'a bitmap that stands on its feet',
    data: makeBmp(3, -4),
    name: 'a.bmp',
    report: { image: { width: 3, height: 4, gps: false } },
  },
  ...sized.map(([what, name, data]) => ({
    what,
    data,
    name,
    report: { image: { width: 600, height: 400, gps: false } },
  })),
  {
    what: 'a drawing',
    data: utf8('<svg width="20px" viewBox="0 0 10 5.5">'),
    name: 'a.svg',
    report: { image: { width: 20, height: 5.5, gps: false } },
  },
  {
    what: 'a drawing without a size',
    data: utf8('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    name: 'a.svg',
    report: { image: { gps: false } },
  },
  {
    what: 'a sound',
    data: makeWav(),
    name: 'a.wav',
    report: {
      media: {
        duration: 1,
        container: 'WAVE',
        codec: 'PCM',
        bitrate: 64_000,
        sampleRate: 8000,
        channels: 1,
        lossless: true,
        tags: { title: 'Silence' },
      },
    },
  },
  {
    what: 'an archive',
    data: makeZip(
      [
        { name: 'ä/' },
        { name: 'ä/b', content: utf8('b') },
        { name: 'c', encrypted: true },
        { name: 'd', claims: 2 ** 40 },
      ],
      { comment: 'PK\u0005\u0006 by hand' },
    ),
    name: 'a.zip',
    report: {
      archive: {
        count: 4,
        entries: [
          { ...entry, name: 'ä/', directory: true },
          { ...entry, name: 'ä/b', size: 1, compressedSize: 1 },
          { ...entry, name: 'c', encrypted: true },
          { ...entry, name: 'd', size: 2 ** 40 },
        ],
      },
    },
  },
  {
    what: 'a large archive',
    data: makeZip([{ name: 'a' }], { zip64: true }),
    name: 'a.zip',
    report: { archive: { count: 1, entries: [{ ...entry, name: 'a' }] } },
  },
  {
    what: 'what has nothing to tell',
    data: utf8('text'),
    name: 'a.txt',
    report: { size: 4, image: undefined, media: undefined, archive: undefined },
  },
];

/** The TIFF within the photo: behind six marks and lengths and `Exif`, before the frame. */
const exifPlace = makeJpeg().slice(12, -15);
const pixels = new Uint8Array(1.5 * 1024 * 1024);
const placed: readonly (readonly [what: string, name: string, parts: Bytes[], gps: boolean | undefined])[] = [
  ['in XMP of a JPEG', 'a.jpg', [makeJpegWithXmp(xmpPlace)], true],
  [
    'in XMP of a PNG',
    'a.png',
    [makePng(1, 1), pngChunk('iTXt', concat(utf8('XML:com.adobe.xmp\0\0\0\0\0'), xmpPlace))],
    true,
  ],
  ['in XMP of a WebP', 'a.webp', [makeWebp('VP8X', 1, 1, riff('VP8 ', pixels), riff('XMP ', xmpPlace))], true],
  ['in XMP of an AVIF', 'a.avif', [makeHeif('avif', [1, 1]), xmpPlace], true],
  ['in XMP of a JPEG XL', 'a.jxl', [makeJxl(box('xml ', xmpPlace))], true],
  ['in XMP of a drawing', 'a.svg', [utf8('<svg xmlns="http://www.w3.org/2000/svg"><metadata>'), xmpPlace], true],
  [
    'behind the pixels of a WebP',
    'a.webp',
    [makeWebp('VP8X', 1, 1, riff('VP8 ', pixels), riff('EXIF', exifPlace))],
    true,
  ],
  ['behind the pixels of a PNG', 'a.png', [makePng(1, 1), pngChunk('IDAT', pixels), pngChunk('eXIf', exifPlace)], true],
  ['nowhere in XMP', 'a.jpg', [makeJpegWithXmp(utf8('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'))], false],
  ['nowhere in a JPEG XL', 'a.jxl', [makeJxl()], false],
  ['in XMP of an image that no parser knows', 'a.psd', [formats.psd!, xmpPlace], true],
  [
    'perhaps in compressed tags of a JPEG XL',
    'a.jxl',
    [makeJxl(box('brob', utf8('Exif'), new Uint8Array(8)))],
    undefined,
  ],
  [
    'perhaps in compressed tags of a PNG',
    'a.png',
    [makePng(1, 1), pngChunk('zTXt', utf8('Raw profile type exif\0\0x'))],
    undefined,
  ],
  [
    'perhaps in what is not read of a very large file',
    'a.jpg',
    [makeJpeg({ gps: false }), new Uint8Array(64 * 1024 * 1024)],
    undefined,
  ],
];

const truncated = (message: string): FileProblem => ({ code: 'truncated', message });
const corrupt = (message: string): FileProblem => ({ code: 'corrupt', message });
const noSize = truncated('It does not tell its size: it may be cut off.');
const noSound = truncated('It tells nothing of its sound: it may be cut off.');

const damaged: readonly (readonly [what: string, data: Bytes, name: string, problem: FileProblem])[] = [
  ['a WebP cut in its head', makeWebp('VP8L', 9, 9).slice(0, 24), 'a.webp', noSize],
  ['an AVIF cut in its size', makeHeif('avif', [9, 9]).slice(0, -40), 'a.avif', noSize],
  ['an icon whose image is cut off', makeIcon(makePng(9, 9)).slice(0, 30), 'a.ico', noSize],
  ['a photo cut in its tags', makeJpeg().slice(0, 30), 'a.jpg', noSize],
  ['a film cut before its tracks', makeMp4('avc1').slice(0, 20), 'a.mp4', noSound],
  ['a sound cut in its head', makeWav().slice(0, 14), 'a.wav', noSound],
  [
    'a song over whose tags the parser gives up',
    makeMp3({ TIT2: 'x' }).slice(0, 20),
    'a.mp3',
    corrupt('It is damaged, or of a kind that its parser does not know.'),
  ],
  [
    'an archive without an end',
    makeZip([{ name: 'a', content: plaintext(500) }]).slice(0, -20),
    'a.zip',
    truncated('The archive has no end: it may be cut off.'),
  ],
  [
    'an archive whose directory is damaged',
    makeZip([{ name: 'a' }]).fill(0, 31, 32),
    'a.zip',
    corrupt('The central directory of the archive is damaged.'),
  ],
  [
    'an archive whose directory is cut off',
    makeZip([{ name: 'a' }], { zip64: true }).fill(9, 120, 121),
    'a.zip',
    truncated('The central directory of the archive is cut off.'),
  ],
];

const byParser: InspectionCase[] = [
  ...reports.map(({ what, data, name, report }) => ({
    title: `reads ${what}`,
    run: async (call: InspectionCall) => {
      const told = await call('read-metadata', { data: new File([data], name, { lastModified: 5 }) });
      expect(told).to.deep.include({ name, size: data.length, lastModified: 5 });
      const fields = Object.keys(report) as (keyof FileReport)[];
      for (const field of fields) expect(told[field], field).to.deep.equal(report[field]);
      expect(told.problem).to.equal(undefined);
    },
  })),
  {
    title: 'reads the tags of a song, bounded in length and number',
    run: async (call) => {
      const tags = { TIT2: 'x'.repeat(100_000), TPE1: 'An\u202eartist\u0007', TRCK: '3/9', TCON: 'Folk' };
      const { media } = await call('read-metadata', { data: makeMp3(tags), fileName: 'a.mp3' });
      expect(media?.tags.title).to.have.length(501);
      expect(media?.tags).to.include({ artist: 'An artist', track: 3 });
      expect(media?.tags.genre).to.deep.equal(['Folk']);
      expect(media).to.include({ sampleRate: 44_100, codec: 'MPEG 1 Layer 3' });
    },
  },
  ...placed.map(([what, name, parts, gps]) => ({
    title: `says that the place is ${what}`,
    run: async (call: InspectionCall) => {
      const told = await call('read-metadata', { data: new File(parts, name) });
      expect(told.image, told.problem?.message).not.to.equal(undefined);
      expect(told.image?.gps).to.equal(gps);
    },
  })),
  {
    title: 'finds no fault with a film that is silent, or whose sound has no name here',
    run: async (call) => {
      for (const [codec, named] of [
        ['avc1', undefined],
        ['Opus', undefined],
        ['ec-3', undefined],
        ['mp4a', 'MPEG-4/AAC'],
      ] as const) {
        const { media, problem } = await call('read-metadata', { data: makeMp4(codec), fileName: 'a.mp4' });
        expect([media?.container, media?.codec, problem], codec).to.deep.equal(['isom', named, undefined]);
      }
    },
  },
  {
    title: 'finds no fault with images, sounds and films of which no parser knows more',
    run: async (call) => {
      for (const extension of [
        'psd',
        'xcf',
        'icns',
        'jp2',
        'jxr',
        'ktx',
        'flif',
        'avi',
        'mid',
        'flv',
        'mpg',
      ] as const) {
        const told = await call('read-metadata', { data: formats[extension]!, fileName: `a.${extension}` });
        expect(told.type.mimeType, extension).to.match(/^(?:image|audio|video)\//);
        expect([told.image, told.media, told.problem], extension).to.deep.equal([undefined, undefined, undefined]);
      }
      const drawing = await call('read-metadata', { data: formats.gz!, fileName: 'a.svgz' });
      expect([drawing.type.mimeType, drawing.problem]).to.deep.equal(['image/svg+xml', undefined]);
    },
  },
  {
    title: 'finds no fault with archives of other kinds than zip',
    run: async (call) => {
      for (const extension of ['gz', 'bz2', 'lz', 'tar', '7z', 'xz'] as const) {
        const told = await call('read-metadata', { data: formats[extension]!, fileName: `a.${extension}` });
        expect([told.archive, told.problem], extension).to.deep.equal([undefined, undefined]);
      }
    },
  },
  {
    title: 'lists what zip archives of other names hold, and that an empty one holds nothing',
    run: async (call) => {
      const word =
        '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
      for (const [name, files] of [
        ['a.docx', [{ name: '[Content_Types].xml', content: utf8(word) }]],
        ['a.odt', [{ name: 'mimetype', content: utf8('application/vnd.oasis.opendocument.text') }]],
        ['a.epub', [{ name: 'mimetype', content: utf8('application/epub+zip') }]],
        ['a.jar', [{ name: 'META-INF/MANIFEST.MF' }]],
        ['a.3mf', [{ name: '3D/3dmodel.model' }]],
        ['a.cbz', [{ name: '1.png' }]],
        ['a.zip', []],
      ] as const) {
        const { archive, problem } = await call('read-metadata', { data: makeZip(files), fileName: name });
        expect([archive?.entries.map((one) => one.name), problem], name).to.deep.equal([
          files.map((one) => one.name),
          undefined,
        ]);
      }
    },
  },
  {
    title: 'lists a part of an archive of very many entries',
    run: async (call) => {
      const files = Array.from({ length: 6000 }, (_, i) => ({ name: `${i}-${'n'.repeat(600)}` }));
      const { archive } = await call('read-metadata', { data: makeZip(files), fileName: 'a.zip' });
      expect(archive?.count).to.equal(6000);
      expect(archive?.entries).to.have.length(5000);
      expect(archive?.entries[4999]?.name).to.have.length(501);
    },
  },
  {
    title: 'does not believe an archive about its number of entries',
    run: async (call) => {
      const data = makeZip([{ name: 'a' }], { zip64: true, claims: 2 ** 50 });
      const { archive } = await call('read-metadata', { data, fileName: 'a.zip' });
      expect(archive?.entries).to.have.length(1);
    },
  },
  ...damaged.map(([what, data, name, problem]) => ({
    title: `gives what is known of ${what}, and says in its own words that there is a problem`,
    run: async (call: InspectionCall) => {
      const told = await call('read-metadata', { data, fileName: name });
      expect(told).to.include({ name, size: data.length });
      expect(told.type.mimeType).not.to.equal('application/octet-stream');
      expect(told.problem).to.deep.equal(problem);
    },
  })),
];

/** Each made a step of its own search begin everywhere and run to the end: minutes for one of these. */
const slow: readonly (readonly [what: string, data: string, name: string])[] = [
  ['letters in brackets', `[${'a'.repeat(65_000)}!`.padEnd(70_000, '!'), 'a.json'],
  ['roots of drawings that do not end', '<svg '.repeat(200_000), 'a.svg'],
  ['quotes', '"'.repeat(65_001), 'a.csv'],
  ['declarations that do not end', `<?xml ${'<!doctype ['.repeat(6000)}`, 'a.xml'],
];

/** A directory that lies: whatever it says, the answer is a report of bounded size. */
const lies: readonly (readonly [what: string, at: number, size: 2 | 4 | 8, value: number])[] = [
  ['a directory far behind the end', 8 + 40, 8, 2 ** 62],
  ['a start far behind the end', 8 + 48, 8, 2 ** 63],
  ['no entries and no size', 8 + 40, 8, 0],
  ['very many entries', 8 + 32, 8, 2 ** 63],
];

const hostile: InspectionCase[] = [
  ...slow.map(([what, data, name]) => ({
    title: `looks once through ${what}`,
    run: async (call: InspectionCall) => {
      const told = await call('read-metadata', { data: utf8(data), fileName: name });
      expect(told.size).to.equal(data.length);
    },
  })),
  {
    title: 'shows the names of an archive that lead out of it or steer a terminal, harmless',
    run: async (call) => {
      const names = ['../../etc/passwd', 'a\u0000b', 'x\u001b[2J', 'photo\u202egnp.exe', '/', ''];
      const data = makeZip(names.map((name) => ({ name })));
      const { archive } = await call('read-metadata', { data, fileName: 'a.zip' });
      expect(archive?.entries.map(({ name }) => name)).to.deep.equal([
        '../../etc/passwd',
        'a b',
        'x [2J',
        'photo gnp.exe',
        '/',
        '',
      ]);
    },
  },
  ...lies.map(([what, offset, size, value]) => ({
    title: `believes no Zip64 end that claims ${what}`,
    run: async (call: InspectionCall) => {
      const data = makeZip([{ name: 'a' }], { zip64: true });
      const view = new DataView(data.buffer);
      // the Zip64 end stands before its locator (20 bytes) and the end (22)
      const at = data.length - 22 - 20 - 56;
      expect(view.getUint32(at, true)).to.equal(0x06064b50);
      if (size === 8) view.setBigUint64(at + offset - 8, BigInt(value), true);
      const told = await call('read-metadata', { data, fileName: 'a.zip' });
      expect(told.archive?.entries.length ?? 0).to.be.below(2);
      expect(told.archive === undefined).to.equal(told.problem !== undefined);
    },
  })),
  {
    title: 'answers for an archive with any byte changed',
    run: async (call) => {
      const whole = makeZip([{ name: 'a/' }, { name: 'b', content: utf8('b') }, { name: 'c', claims: 2 ** 40 }]);
      const { archive } = await call('read-metadata', { data: whole, fileName: 'a.zip' });
      const directory = whole.findIndex((_, i) => [0x50, 0x4b, 1, 2].every((byte, j) => whole[i + j] === byte));
      expect(directory).to.be.above(4);
      let problems = 0;
      for (let at = 4; at < whole.length; at++) {
        const data = whole.map((byte, i) => (i === at ? byte ^ 0xff : byte));
        const told = await call('read-metadata', { data, fileName: 'a.zip' });
        expect(told.archive === undefined, String(at)).to.equal(told.problem !== undefined);
        // what stands before the directory is not read
        if (at < directory) expect(told.archive, String(at)).to.deep.equal(archive);
        if (told.problem !== undefined) problems++;
      }
      // at least the marks of three entries and of the end, and the size and place of the directory
      expect(problems).to.be.above(3 * 4 + 4 + 8);
    },
  },
  {
    title: 'ends over tags of a photo that lead back to themselves',
    run: async (call) => {
      // a TIFF whose only tag says that its EXIF tags are where it is itself, and so is what follows
      const view = new DataView(new ArrayBuffer(26));
      view.setUint32(0, 0x49492a00);
      view.setUint32(4, 8, true);
      view.setUint16(8, 1, true);
      view.setUint16(10, 0x8769, true);
      view.setUint16(12, 4, true);
      view.setUint32(14, 1, true);
      view.setUint32(18, 8, true);
      view.setUint32(22, 8, true);
      const told = await call('read-metadata', { data: view.buffer, fileName: 'a.tif' });
      expect(told.type.mimeType).to.equal('image/tiff');
    },
  },
];

export const inspectionCases: readonly InspectionCase[] = [...byContent, ...byText, ...byParser, ...hostile];

/** What is known of a file, as rows of a table: a word, and what is so. */
import type { FileMetadataReport } from '../../src/bridge/file-bridge.js';
import { formatBytes, formatNumber, shownName } from './format.js';
import type { PhraseName, Say } from './strings.js';

export interface Row {
  readonly label: string;
  readonly value: string;
}

interface Words {
  readonly say: Say;
  readonly locale: string;
  readonly path: string;
}

/** In the order in which one would ask; what is not known has no row. */
export function rowsOf(report: FileMetadataReport, { say, locale, path }: Words): readonly Row[] {
  const row = (name: PhraseName, value: string | number | undefined | null): readonly Row[] =>
    value === undefined || value === null || value === ''
      ? []
      : [{ label: say(name), value: typeof value === 'number' ? String(value) : value }];
  const { type, image, media, archive } = report;
  const unit = (value: number | undefined, unitName: string) =>
    value === undefined ? undefined : formatNumber(value, locale, { style: 'unit', unit: unitName });
  return [
    ...row('about-type', typeWords(report, say)),
    ...row('about-encoding', encodingWords(type.encoding, say)),
    ...row('about-size', sizeWords(report.size, locale)),
    ...row('about-modified', dateWords(report.lastModified, locale)),
    ...row('about-path', shownName(path) === shownName(report.name) ? undefined : shownName(path)),
    ...row('about-dimensions', pixels(image, say)),
    ...row('about-turned', turned(image?.orientation, say)),
    ...row('about-camera', image?.camera),
    ...row('about-lens', image?.lens),
    ...row('about-taken', image?.taken?.replace(/^(\d{4}):(\d\d):(\d\d)/, '$1-$2-$3')),
    ...row('about-place', image?.gps ? say('about-gps') : undefined),
    ...row('about-duration', media?.duration === undefined ? undefined : clock(media.duration)),
    ...row('about-container', media?.container),
    ...row('about-codec', media?.codec),
    ...row('about-video', media?.video?.codec),
    ...row('about-dimensions', pixels(media?.video, say)),
    ...row('about-bitrate', unit(media?.bitrate && Math.round(media.bitrate / 1000), 'kilobit-per-second')),
    ...row('about-sampling', media?.sampleRate && `${formatNumber(media.sampleRate, locale)} Hz`),
    ...row('about-channels', media?.channels),
    ...row('about-lossless', media?.lossless === undefined ? undefined : say(media.lossless ? 'yes' : 'no')),
    ...row('about-title', media?.tags.title),
    ...row('about-artist', media?.tags.artist),
    ...row('about-album', media?.tags.album),
    ...row('about-year', media?.tags.year),
    ...row('about-track', media?.tags.track),
    ...row('about-genre', media?.tags.genre?.join(', ')),
    ...row('about-composer', media?.tags.composer?.join(', ')),
    ...row('about-comment', media?.tags.comment?.join(' ')),
    ...row('about-entries', archive && formatNumber(archive.count, locale)),
    ...row('about-problem', report.problem && say(`problem-${report.problem.code}`)),
  ];
}

function typeWords({ type }: FileMetadataReport, say: Say): string {
  if (type.extension === '') return say('about-type-unknown');
  return type.confidence === 'high' ? type.mimeType : say('about-type-guess', { type: type.mimeType });
}

function encodingWords(encoding: FileMetadataReport['type']['encoding'], say: Say): string | undefined {
  return encoding === 'unknown-8bit' ? say('about-encoding-unknown') : encoding?.toUpperCase();
}

/** Rounded, and to the byte. */
function sizeWords(size: number, locale: string): string {
  const exact = formatNumber(size, locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
  return size < 1000 ? exact : `${formatBytes(size, locale)} (${exact})`;
}

/** `3:25`, `1:02:07`: as players show it. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

function dateWords(time: number | undefined, locale: string): string | undefined {
  if (time === undefined) return undefined;
  const date = new Date(time);
  // what no calendar has, and languages that nobody knows
  if (Number.isNaN(date.getTime())) return undefined;
  const known = Intl.DateTimeFormat.supportedLocalesOf(isTag(locale) ? locale : [])[0];
  return new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

function isTag(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}

function pixels(
  size: { readonly width?: number | undefined; readonly height?: number | undefined } | undefined,
  say: Say,
): string | undefined {
  const { width, height } = size ?? {};
  return width === undefined || height === undefined ? undefined : say('about-pixels', { width, height });
}

/** EXIF's eight orientations: degrees to turn right, and whether mirrored. */
const turns: readonly (readonly [degrees: number, mirrored: boolean])[] = [
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [90, true],
  [90, false],
  [270, true],
  [270, false],
];

function turned(orientation: number | undefined, say: Say): string | undefined {
  const [degrees, mirrored] = turns[(orientation ?? 1) - 1] ?? [0, false];
  const words = [degrees > 0 ? say('about-degrees', { degrees }) : [], mirrored ? say('about-mirrored') : []].flat();
  return words.length > 0 ? words.join(', ') : undefined;
}

/** What audio and video say of themselves: length, codec, rates, and the tags that people read. */
import { boundedNumber, boundedText, MOST_VALUES, present } from './bounded.js';
import { truncated, type FileProblem } from './problem.js';

export interface MediaMetadata {
  /** Seconds. */
  readonly duration?: number | undefined;
  readonly container?: string | undefined;
  /** Of the sound, where the parser has a name for it: of MP4 it names few. */
  readonly codec?: string | undefined;
  /** Bits a second. */
  readonly bitrate?: number | undefined;
  /** Samples a second. */
  readonly sampleRate?: number | undefined;
  readonly channels?: number | undefined;
  readonly lossless?: boolean | undefined;
  readonly video?:
    | { readonly codec?: string | undefined; readonly width?: number | undefined; readonly height?: number | undefined }
    | undefined;
  readonly tags: MediaTags;
}

export interface MediaTags {
  readonly title?: string | undefined;
  readonly artist?: string | undefined;
  readonly album?: string | undefined;
  readonly albumArtist?: string | undefined;
  readonly year?: number | undefined;
  readonly track?: number | undefined;
  readonly disc?: number | undefined;
  readonly genre?: readonly string[] | undefined;
  readonly composer?: readonly string[] | undefined;
  readonly comment?: readonly string[] | undefined;
}

type Parser = Pick<typeof import('music-metadata'), 'parseBlob'>;
export const loadMediaParser = (): Promise<Parser> => import('music-metadata');

/**
 * The parser's own warnings are left out: it gives some for sound files (11.16.1). Of a kind that it does not know (AVI, MIDI, FLV, MPEG)
 * nothing is told, which is no fault of the file. @throws whatever it throws over damaged bytes
 */
export async function readMediaMetadata(
  file: Blob,
  mimeType: string,
  { parseBlob }: Parser,
): Promise<{ media?: MediaMetadata | undefined; problem?: FileProblem | undefined }> {
  const typed = file.type === mimeType ? file : file.slice(0, file.size, mimeType);
  const read = await parseBlob(typed, { duration: false, skipCovers: true }).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'UnsupportedFileTypeError') return null;
    throw error;
  });
  if (read === null) return {};
  const { format, common } = read;
  const picture = format.trackInfo.find(({ video }) => video !== undefined);
  // a video may be silent, and a codec without a name
  const isEmpty = format.codec === undefined && format.trackInfo.length === 0;
  const problem = isEmpty ? truncated('It tells nothing of its sound: it may be cut off.') : undefined;
  const media = present<MediaMetadata>({
    duration: boundedNumber(format.duration),
    container: boundedText(format.container),
    codec: boundedText(format.codec),
    bitrate: boundedNumber(format.bitrate),
    sampleRate: boundedNumber(format.sampleRate),
    channels: boundedNumber(format.numberOfChannels),
    lossless: format.lossless,
    video:
      picture &&
      present({
        codec: boundedText(picture.codecName),
        width: boundedNumber(picture.video?.pixelWidth),
        height: boundedNumber(picture.video?.pixelHeight),
      }),
    tags: present({
      title: boundedText(common.title),
      artist: boundedText(common.artist),
      album: boundedText(common.album),
      albumArtist: boundedText(common.albumartist),
      year: boundedNumber(common.year),
      track: boundedNumber(common.track.no),
      disc: boundedNumber(common.disk.no),
      genre: texts(common.genre),
      composer: texts(common.composer),
      comment: texts(common.comment?.map((comment) => (typeof comment === 'string' ? comment : comment.text))),
    }),
  });
  return present({ media, problem });
}

function texts(values: readonly unknown[] | undefined): readonly string[] | undefined {
  const bounded = (values ?? []).slice(0, MOST_VALUES).flatMap((value) => boundedText(value) ?? []);
  return bounded.length === 0 ? undefined : bounded;
}

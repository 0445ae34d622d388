/** What the ending of a name promises of the content. That a content may go by an ending (extensions.ts) is no promise yet. */
import { isKnown, isTextual, mimeTypeOf, othersOf } from './extensions.js';

/** Anything is kept under these. */
const anything = new Set(['bin', 'dat', 'out']);

/**
 * Endings of binary files under which text is kept too: keys and signatures, graphs, translations, maps of linkers and of scripts, models,
 * TypeScript, zone files, CONFIG.SYS, and pages that were saved by the name of their site.
 */
const alsoText = new Set('key pub asc sig dot pot map reg stl eps mts db sys com'.split(' '));

/** Recognised only by a few bytes, or in some of their forms: what is not recognised may still be one. */
const unsure = new Set('mp1 mp2 mp3 aac ac3 dat stl ico cur mpg eps asc pgp icc reg lnk'.split(' '));

/** Other names of what always carries a mark. */
const marked = new Set(
  ['jpg', 'tif', 'mp4', 'mkv', 'webm', 'gz', 'bz2', 'xz', 'zst', 'sqlite']
    .flatMap(othersOf)
    .concat('jar apk epub docx xlsx pptx odt ods odp kmz cbz doc xls ppt msi dll'.split(' ')),
);

/** What is known of a content that was recognised. */
export interface Recognised {
  readonly isText: boolean;
  /** Text without a mark of its own, or that only looks like its kind. */
  readonly isVague: boolean;
}

/** Whether text is kept under this ending, of any kind or only such as has no kind of its own. */
export function takesText(ending: string, { isText, isVague }: Recognised): boolean {
  if (!isText) return false;
  const takesAny = isPlain(ending) || alsoText.has(ending);
  // XML need not begin with a declaration
  return takesAny || (isVague && (isTextual(ending) || othersOf('xml').includes(ending)));
}

/** Whether the ending says no more than that it is text. */
export const isPlain = (ending: string): boolean => mimeTypeOf(ending) === 'text/plain';

/** Whether an ending says anything, so that a content that does not go by it is a mismatch. `recognised`: the endings that carry a mark. */
export const claims = (ending: string, recognised: ReadonlySet<string>): boolean =>
  ending !== '' && !anything.has(ending) && (recognised.has(ending) || isKnown(ending));

/** Whether what goes by this ending would have been recognised. */
export const isAlwaysTold = (ending: string, recognised: ReadonlySet<string>): boolean =>
  claims(ending, recognised) &&
  !unsure.has(ending) &&
  (recognised.has(ending) || marked.has(ending) || isTextual(ending));

/** The elements that work on files, for tests of what they have in common: how each is made ready, and what comes of its work. */
import { cheap } from './on-page.js';

export type AnyFileElement = HTMLElementTagNameMap[Kind['tag']];

export interface Kind {
  readonly tag: 'file-encryptor' | 'file-hasher' | 'file-compressor' | 'file-inspector';
  /** What has to be set before work can start, and what makes it start only when it is told to. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** On the button that starts one file. */
  readonly start: string;
  /** What is said when `a.txt` is done. */
  readonly said: string;
  /** Names of the files that a form is given for `a.txt`. */
  readonly submitted: readonly string[];
}

export const kinds: readonly Kind[] = [
  {
    tag: 'file-encryptor',
    settings: { passphrase: 'x', kdf: cheap },
    start: 'Encrypt',
    said: 'Done: a.txt.sealed.',
    submitted: ['a.txt.sealed'],
  },
  {
    tag: 'file-hasher',
    settings: { manual: true },
    start: 'Compute digests',
    said: 'Done: a.txt.',
    submitted: ['a.txt.sha256'],
  },
  {
    tag: 'file-compressor',
    settings: {},
    start: 'Compress',
    said: 'Done: a.txt.gz.',
    submitted: ['a.txt.gz'],
  },
  {
    tag: 'file-inspector',
    settings: { manual: true },
    start: 'Inspect',
    said: 'Done: a.txt.',
    submitted: ['a.txt.json'],
  },
];

export function makeElement(
  kind: Kind,
  properties: Readonly<Record<string, unknown>>,
  parent: Element,
): AnyFileElement {
  const element = document.createElement(kind.tag);
  Object.assign(element, kind.settings, properties);
  parent.append(element);
  return element;
}

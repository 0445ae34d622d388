/** Says whether files are what a checksum list says: match, differ, are not listed; and which of the listed are not there. */
import type { Checksum } from './checksum-list.js';
import type { Digests, HashAlgorithm } from './hash-algorithms.js';

export type Verdict =
  | { readonly word: 'match'; readonly by: readonly HashAlgorithm[] }
  | { readonly word: 'differs' | 'unlisted' | 'incomparable' };

/** What is asked of a file: its name, and its place in the folder that it came in. */
interface Named {
  readonly name: string;
  readonly path: string;
}

export interface ChecksumIndex {
  readonly isEmpty: boolean;
  /** What is said of a file: by its path, else by the longest end of it, else by its name alone; and what stands without a name. */
  of(file: Named): readonly Checksum[];
  /** Names that none of these files has. */
  missing(files: readonly Named[]): readonly string[];
}

export function indexChecksums(list: readonly Checksum[]): ChecksumIndex {
  const byPath = new Map<string, Checksum[]>();
  const byName = new Map<string, Checksum[]>();
  const nameless: Checksum[] = [];
  for (const one of list) {
    if (one.name === null) nameless.push(one);
    else {
      append(byPath, one.name, one);
      append(byName, baseOf(one.name), one);
    }
  }
  const named = ({ name, path }: Named): readonly Checksum[] => {
    // a list made inside the folder that was dropped does not name that folder: what has more of the path is meant
    for (let rest = path; rest !== ''; rest = withoutFirst(rest)) {
      const found = byPath.get(rest);
      if (found) return found;
    }
    return byName.get(name) ?? [];
  };
  return {
    isEmpty: list.length === 0,
    of: (file) => [...named(file), ...nameless],
    missing(files) {
      const seen = new Set(files.flatMap((file) => named(file).map(({ name }) => name)));
      return [...byPath.keys()].filter((name) => !seen.has(name));
    },
  };
}

/** Every algorithm that is spoken of, and was computed, must match; of several digests by one algorithm, one must. */
export function judge(said: readonly Checksum[], digests: Digests): Verdict {
  if (said.length === 0) return { word: 'unlisted' };
  const groups = new Map<string, Checksum[]>();
  for (const one of said) append(groups, one.algorithms.join(), one);
  const by: HashAlgorithm[] = [];
  let differs = false;
  for (const group of groups.values()) {
    const computed = (group[0]?.algorithms ?? []).filter((algorithm) => digests[algorithm] !== undefined);
    const matching = computed.filter((algorithm) => group.some(({ digest }) => digest === digests[algorithm]));
    if (matching.length > 0) by.push(...matching);
    else if (computed.length > 0) differs = true;
  }
  if (differs) return { word: 'differs' };
  return by.length > 0 ? { word: 'match', by } : { word: 'incomparable' };
}

/** Algorithms to compute, so that what is said can be compared. */
export function neededFor(said: readonly Checksum[]): readonly HashAlgorithm[] {
  return said.flatMap(({ algorithms }) => algorithms);
}

function append(map: Map<string, Checksum[]>, key: string, one: Checksum): void {
  const found = map.get(key);
  if (found) found.push(one);
  else map.set(key, [one]);
}

/** `b/c` of `a/b/c`; nothing of a bare name. */
function withoutFirst(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(slash + 1);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

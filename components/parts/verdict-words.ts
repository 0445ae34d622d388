/** Says how a comparison went: of one file, and of all of them. */
import type { Say } from './strings.js';
import type { Verdict } from './verdict.js';

export function verdictWords(verdict: Verdict, say: Say): string {
  return say(`verdict-${verdict.word}`, { by: verdict.word === 'match' ? verdict.by.join(', ') : '' });
}

export interface Outcome {
  /** In words; empty while there is nothing to say. */
  readonly summary: string;
  /** A file differs, or is missing. */
  readonly isWrong: boolean;
  readonly isRight: boolean;
}

/** The bad news first. For one file, what its row says at length. */
export function summarize(verdicts: readonly Verdict[], missing: number, say: Say): Outcome {
  const [only, another] = verdicts;
  const words = verdicts.map(({ word }) => word);
  const tell = (word: Verdict['word'] | 'missing', count: number) =>
    count > 0 ? [say(`compared-${word}`, { count })] : [];
  const counted = (['differs', 'match', 'unlisted', 'incomparable'] as const).flatMap((word) =>
    tell(word, words.filter((one) => one === word).length),
  );
  return {
    summary:
      only && !another && missing === 0
        ? say(`alone-${only.word}`)
        : [...counted, ...tell('missing', missing)].join(' · '),
    isWrong: missing > 0 || words.includes('differs'),
    isRight: missing === 0 && only !== undefined && words.every((word) => word === 'match'),
  };
}

/** How attributes become properties, where lit's own ways are not strict enough: converters for `static properties`. */
import type { ComplexAttributeConverter } from 'lit';

/** One of a few words; anything else is the first of them, as with the platform's enumerated attributes. */
export function oneOf<Word extends string>(...words: readonly [Word, ...Word[]]): ComplexAttributeConverter<Word> {
  return {
    fromAttribute: (text) => words.find((word) => word === text?.trim().toLowerCase()) ?? words[0],
    toAttribute: (word) => word,
  };
}

/** A whole number that is not negative, `most` where it is more; anything else is `fallback`. Null is no attribute. */
export function count(fallback: number | null = 0, most = Infinity): ComplexAttributeConverter<number | null> {
  return {
    fromAttribute(text) {
      // an empty text is 0 to Number, and none to the platform
      const number = text?.trim() ? Number(text) : NaN;
      return Number.isInteger(number) && number >= 0 ? Math.min(number, most) : fallback;
    },
    toAttribute: (value) => (value === null ? null : String(value)),
  };
}

/** How attributes become properties, where lit's own ways are not strict enough. */
import type { ComplexAttributeConverter, PropertyDeclaration } from 'lit';

/** Configuration: reflected, and removing the attribute brings the default back. */
export const config = { reflect: true, useDefault: true } as const satisfies PropertyDeclaration;
export const flag = { ...config, type: Boolean } as const satisfies PropertyDeclaration;

/** One of a few words; anything else is the first of them, as with the platform's enumerated attributes. */
export function oneOf<Word extends string>(...words: readonly [Word, ...Word[]]): PropertyDeclaration<Word> {
  const read = (text: string | null): Word => words.find((word) => word === text?.trim().toLowerCase()) ?? words[0];
  const converter: ComplexAttributeConverter<Word> = { fromAttribute: read, toAttribute: (word) => word };
  return { ...config, converter };
}

/** A whole number that is not negative; anything else is `fallback`. */
export function count(attribute: string, fallback = 0): PropertyDeclaration<number> {
  const read = (text: string | null): number => {
    const number = Number(text ?? fallback);
    return Number.isInteger(number) && number >= 0 ? number : fallback;
  };
  return { ...config, attribute, converter: { fromAttribute: read, toAttribute: (value) => String(value) } };
}

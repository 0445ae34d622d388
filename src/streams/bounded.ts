/** What a parser read from a file, cut to a size that can be shown and sent: files may claim anything. */

/** Characters of one text, and texts of one list. */
export const MOST_TEXT = 500;
export const MOST_VALUES = 50;

/** A text of one line without control characters; undefined for what is none, or empty. */
export function boundedText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  // the marks that turn the direction of text could make it read as something else
  const text = String(value)
    .slice(0, 2 * MOST_TEXT)
    .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim();
  if (text === '') return undefined;
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

/** A number that is one: finite, and not negative. */
export function boundedNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Without the fields that are undefined. */
export function present<Shape extends object>(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape;
}

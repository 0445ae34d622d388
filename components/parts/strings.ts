/** Finds the words for an element: its own, else those registered for its language, else English. Never throws. */
import { formatNumber, shownName } from './format.js';
import { english, type Phrase, type PhraseName, type Strings } from './english.js';

export type { Phrase, PhraseName, Strings };

/** What fills the gaps of a sentence; `count` also chooses its plural form. */
export type Gaps = Readonly<Record<string, string | number>>;

/** Says a phrase in the language, and with the own words, of one element. */
export type Say = (name: PhraseName, gaps?: Gaps) => string;

const tables = new Map<string, Partial<Strings>>();

/**
 * Adds a translation for a language tag such as `de` or `pt-BR`; what is missing in it falls back to the shorter tag
 * (`pt`) and then to English. Registering a tag twice adds to it. Elements that are on the page take it up when they next
 * render.
 */
export function registerStrings(locale: string, strings: Partial<Strings>): void {
  const key = locale.toLowerCase();
  tables.set(key, { ...tables.get(key), ...strings });
}

/** The phrase `name` in `locale`, its gaps filled; `own` (an element's `strings`) goes first. */
export function phrase(name: PhraseName, gaps: Gaps = {}, locale = 'en', own: Partial<Strings> | null = {}): string {
  const found = usable(own?.[name]) ?? registered(name, locale);
  const text = found ?? english[name];
  // plural forms belong to the language of the phrase, which is English where it fell back
  const form = pick(text, gaps.count, found === undefined ? 'en' : locale);
  return form.replace(/\{(\w+)\}/g, (gap, key: string) => {
    const value = gaps[key] ?? gap;
    if (typeof value === 'number') return formatNumber(value, locale);
    return key === 'name' ? shownName(value) : value;
  });
}

function registered(name: PhraseName, locale: string): Phrase | undefined {
  const tag = locale.toLowerCase();
  return usable(tables.get(tag)?.[name]) ?? usable(tables.get(tag.split('-')[0] ?? tag)?.[name]);
}

/** A translation comes from outside: what is no phrase (a number, plural forms without `other`) is as if it were missing. */
function usable(given: unknown): Phrase | undefined {
  if (typeof given === 'string') return given;
  return isForms(given) ? given : undefined;
}

function isForms(given: unknown): given is Exclude<Phrase, string> {
  return given instanceof Object && 'other' in given && Object.values(given).every((form) => typeof form === 'string');
}

function pick(text: Phrase, count: string | number | undefined, locale: string): string {
  if (typeof text === 'string') return text;
  return text[pluralForm(Number(count ?? 1), locale)] ?? text.other;
}

function pluralForm(count: number, locale: string): Intl.LDMLPluralRule {
  try {
    return new Intl.PluralRules(locale).select(count);
  } catch {
    return count === 1 ? 'one' : 'other';
  }
}

/** The language an element stands in: the nearest `lang` around it, through shadow roots, else the browser's. */
export function localeOf(element: Element): string {
  for (let at: Element | null = element; at !== null;) {
    const holder: Element | null = at.closest('[lang]');
    const lang = holder?.getAttribute('lang');
    if (lang) return lang;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return typeof navigator === 'undefined' ? 'en' : navigator.language;
}

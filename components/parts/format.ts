/** Bytes, speeds, shares and durations in words of the reader's language, by Intl; and names that a stranger may have given. */

/**
 * A name, or a path, as it may be shown: without the marks that turn the direction of text, by which `photo<RLO>gnp.exe` would
 * be read as a picture, and without control characters.
 */
export function shownName(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ');
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

/** "0 bytes", "12.4 MB": decimal units (1 MB = 1,000,000 bytes), three significant digits. */
export function formatBytes(bytes: number, locale?: string): string {
  return bytesIn(bytes, '', 3, locale);
}

/** "80 MB/s": two digits, since a third would only flicker. */
export function formatSpeed(bytesPerSecond: number, locale?: string): string {
  return bytesIn(bytesPerSecond, '-per-second', 2, locale);
}

/** "84 Mb/s": a rate of the network, in megabits of 1,000,000 bits; three digits. */
export function formatMegabits(megabitsPerSecond: number, locale?: string): string {
  const unit = 'megabit-per-second';
  return numbers(locale, { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 }).format(
    megabitsPerSecond,
  );
}

function bytesIn(bytes: number, suffix: string, digits: number, locale: string | undefined): string {
  // the steps are chosen after rounding, so that 999,999 is "1 MB" and not "1,000 kB"
  const rounded = Number(Math.max(0, bytes).toPrecision(digits));
  const step = rounded < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(rounded) / 3 + 1e-9));
  const number = numbers(locale, {
    style: 'unit',
    unit: `${byteUnits[step] ?? 'byte'}${suffix}`,
    // short, "byte" has no plural
    unitDisplay: step === 0 && suffix === '' ? 'long' : 'short',
    maximumSignificantDigits: step === 0 ? 21 : digits,
  });
  return number.format(step === 0 ? Math.round(bytes) : bytes / 1000 ** step);
}

/** "42%", rounded down so that 100% means the end; `share` is 0 to 1. */
export function formatShare(share: number, locale?: string): string {
  const whole = Math.floor(Math.min(1, Math.max(0, share)) * 100) / 100;
  return numbers(locale, { style: 'percent', maximumFractionDigits: 0 }).format(whole);
}

/** "8 seconds", "2 minutes", "1 hour, 20 minutes", or short "8 sec": as exact as a forecast can honestly be. */
export function formatDuration(seconds: number, locale?: string, style: 'long' | 'short' = 'long'): string {
  const whole = Math.max(1, seconds < 10 ? Math.round(seconds) : Math.ceil(seconds / 5) * 5);
  if (whole < 60) return inUnit(whole, 'second', style, locale);
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return inUnit(minutes, 'minute', style, locale);
  const parts = [inUnit(Math.floor(minutes / 60), 'hour', style, locale)];
  if (minutes % 60 > 0) parts.push(inUnit(minutes % 60, 'minute', style, locale));
  return new Intl.ListFormat(known(locale), { type: 'unit', style }).format(parts);
}

/** "3 ms", "1.25 s": a duration that was measured. */
export function formatMilliseconds(milliseconds: number, locale?: string): string {
  const unit = milliseconds < 1000 ? 'millisecond' : 'second';
  const value = milliseconds < 1000 ? milliseconds : milliseconds / 1000;
  return numbers(locale, { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 }).format(value);
}

export function formatNumber(value: number, locale?: string, options: Intl.NumberFormatOptions = {}): string {
  return numbers(locale, options).format(value);
}

/** "10:32": the time of day; `milliseconds` are since 1970. */
export function formatTime(milliseconds: number, locale?: string): string {
  return new Intl.DateTimeFormat(known(locale), { timeStyle: 'short' }).format(milliseconds);
}

function inUnit(value: number, unit: string, style: 'long' | 'short', locale: string | undefined): string {
  return numbers(locale, { style: 'unit', unit, unitDisplay: style }).format(value);
}

const cache = new Map<string, Intl.NumberFormat>();

function numbers(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`;
  const found = cache.get(key) ?? new Intl.NumberFormat(known(locale), options);
  cache.set(key, found);
  return found;
}

/** A `lang` that no engine can read must not throw out of a render. */
function known(locale: string | undefined): string | undefined {
  try {
    return locale ? Intl.getCanonicalLocales(locale)[0] : undefined;
  } catch {
    return undefined;
  }
}

// What the example pages share and no app needs to copy: sample files, sizes in words, a link that saves.

/** A file to try things with. It is made in memory, so keep it small. */
export function sampleFile(name, megabytes) {
  return new File([new Uint8Array(megabytes * 1e6)], name, { type: 'application/octet-stream' });
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** 12345678 becomes `12.3 MB`. */
export function inWords(bytes) {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const format = {
    style: 'unit',
    unit: units[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  };
  return new Intl.NumberFormat('en', format).format(bytes / 1000 ** power);
}

/** Turns `link` into one that saves `file` under its own name; null takes the offer back. */
export function offer(link, file) {
  if (link.href.startsWith('blob:')) URL.revokeObjectURL(link.href);
  link.hidden = file === null;
  if (file === null) return link.removeAttribute('href');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.textContent = `Save ${file.name}`;
}

/** Writes a sentence where the reader, and the screen reader, looks for it; `mood` is `good`, `bad` or nothing. */
export function say(output, sentence, mood = '') {
  output.textContent = sentence;
  output.className = mood;
}

/** What the list of the examples runs: `run` resolves with a sentence on what it has shown, or rejects. */
export function runnable(run) {
  window.example = run;
}

/** Throws with `otherwise` unless `isSo`. */
export function verify(isSo, otherwise) {
  if (!isSo) throw new Error(otherwise);
}

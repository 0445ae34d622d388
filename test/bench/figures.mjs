// Medians, paired ratios and tables.

/** Runs each entrant once a round, one after the other, so that what else the machine does hits all of them alike. */
export async function inRounds(rounds, names, run) {
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // another order each round: nobody is always behind the one that leaves the caches full
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length];
      samples[name].push(await run(name, round));
    }
  }
  return samples;
}

export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** Round by round, `above` divided by `below`. */
export const ratio = (above, below) => summary(above.map((value, round) => value / below[round]));

export const show = ({ median, min, max }, digits = 2) =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}-${max.toFixed(digits)})`;

/** Prints rows of cells as a Markdown table, the first column to the left and the others to the right. */
export function table(title, head, rows) {
  const width = head.map((cell, column) => Math.max(...[head, ...rows].map((row) => String(row[column]).length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column === 0 ? String(cell).padEnd(width[0]) : String(cell).padStart(width[column]))).join(' | ')} |`;
  const rule = `| ${width.map((size, column) => (column === 0 ? '-'.repeat(size) : `${'-'.repeat(size - 1)}:`)).join(' | ')} |`;
  console.log(`\n${title}\n\n${[line(head), rule, ...rows.map(line)].join('\n')}`);
}

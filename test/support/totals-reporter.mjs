/** Prints one closing line, `tests: N passed, N failed, N skipped`, counted over every browser and group. */
export function totals() {
  const count = (s, t = { passed: 0, failed: 0, skipped: 0 }) => {
    for (const r of s?.tests ?? []) t[r.skipped ? 'skipped' : r.passed ? 'passed' : 'failed']++;
    for (const c of s?.suites ?? []) count(c, t);
    return t;
  };
  let line = 'tests: 0 passed, 0 failed';
  return {
    onTestRunFinished({ sessions }) {
      const t = { passed: 0, failed: 0, skipped: 0 };
      for (const s of sessions) {
        const c = count(s.testResults);
        for (const k in t) t[k] += c[k];
        if (!s.passed && !c.failed) t.failed++; // the file itself did not load
      }
      line = `tests: ${t.passed} passed, ${t.failed} failed, ${t.skipped} skipped`;
    },
    stop() {
      console.log(`\n${line}`);
    },
  };
}

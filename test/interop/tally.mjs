/** Counts how two implementations get on with each other: what went well, what did not, and why. */
export const tally = { passed: 0, failed: 0 };

export async function check(name, test) {
  try {
    await test();
    tally.passed++;
  } catch (error) {
    tally.failed++;
    console.error(`failed: ${name}\n  ${error.message}`);
  }
}

export function equal(one, two, what) {
  if (Buffer.compare(Buffer.from(one), Buffer.from(two)) !== 0) throw new Error(`${what} differ`);
}

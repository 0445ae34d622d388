// The longest time in which the page's event loop did nothing else: what a person feels as a frozen page.

/**
 * A timer that starts itself again, 4 ms apart as browsers allow. A ticker of messages would see finer, but takes a whole
 * core, which on two cores slows down what is measured.
 */
export function watchGaps() {
  let longest = 0;
  let last = performance.now();
  let timer = setTimeout(tick, 0);
  function look() {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  function tick() {
    look();
    timer = setTimeout(tick, 0);
  }
  return {
    stop() {
      clearTimeout(timer);
      look();
      return longest;
    },
  };
}

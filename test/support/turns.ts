/** Lets everything that is posted already arrive, without a clock. */

/** One turn of the event loop, by a message. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Turns until it is so; a test that waits in vain ends at its time limit. */
export async function turnUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

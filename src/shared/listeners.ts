/** Calling what a user handed in, so that one listener cannot spoil it for the others. */

/** Its error is reported as the platform reports a listener's. */
export function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** What tests wait for instead of sleeping. */

export interface Gate {
  readonly promise: Promise<void>;
  readonly open: () => void;
}

/** A promise that the test settles when it wants to. */
export function gate(): Gate {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** Tells a removal from a move: elements stop their work when they are gone, not when they are put elsewhere. */

/** Calls `gone` unless the element is back in a page by the end of this task's microtasks. */
export function whenGone(element: Element, gone: () => void): void {
  queueMicrotask(() => {
    if (!element.isConnected) gone();
  });
}

/** Keeps the keyboard's place when the control that had it goes away. */

/** What to remember before a render: the focused control, its row, and the row after it. */
export interface Place {
  readonly control: Element;
  readonly rows: readonly (Element | null)[];
}

/** Null when the focus is not in `root`, so that nothing is ever taken from elsewhere in the page. */
export function notePlace(root: HTMLElement | DocumentFragment): Place | null {
  const control = root instanceof ShadowRoot ? root.activeElement : null;
  if (!control) return null;
  const row = control.closest('li');
  return { control, rows: row ? [row, row.nextElementSibling, row.previousElementSibling] : [] };
}

/**
 * After a render: when the control is gone, hidden or disabled, goes to the first usable one of its row, of the next row, of
 * the row before, else to the first of `fallbacks` that is there.
 */
export function keepPlace(
  root: HTMLElement | DocumentFragment,
  place: Place | null,
  fallbacks: readonly string[],
): void {
  if (!place || usable(place.control)) return;
  const near = place.rows.flatMap((row) => (row?.isConnected ? [...row.querySelectorAll('button')] : []));
  const alike = near.filter((button) => button.className === place.control.className);
  const next = [...alike, ...near, ...fallbacks.flatMap((selector) => [...root.querySelectorAll(selector)])].find(
    usable,
  );
  if (next instanceof HTMLElement) next.focus();
}

function usable(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled') && element.getClientRects().length > 0;
}

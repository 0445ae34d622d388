/** Says things to screen readers, politely and once: `ariaNotify` where there is one, else one live region on the page. */

interface Notifier {
  ariaNotify(text: string, options?: { priority: 'normal' | 'high' }): void;
}

/** Milliseconds for which a sentence stays in the region: long enough to be picked up, short enough not to be found later. */
const lasting = 5000;
let region: HTMLElement | undefined;
let clearing: ReturnType<typeof setTimeout> | undefined;

export function announce(element: Element, text: string): void {
  if (canNotify(element)) {
    element.ariaNotify(text);
    return;
  }
  // a live region deep in shadow roots is not seen by every browser, so it stands in the page, made when it is first needed
  region = region?.isConnected ? region : makeRegion(element.ownerDocument);
  region.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => region?.replaceChildren(), lasting);
}

function canNotify(element: Element): element is Element & Notifier {
  return 'ariaNotify' in element && typeof element.ariaNotify === 'function';
}

function makeRegion(document: Document): HTMLElement {
  const made = document.createElement('div');
  made.setAttribute('role', 'status');
  made.setAttribute('aria-live', 'polite');
  made.className = 'tallow-announcer';
  // by script, property by property: a policy without 'unsafe-inline' refuses the attribute
  const hidden = {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    'clip-path': 'inset(50%)',
    'white-space': 'nowrap',
  };
  for (const [name, value] of Object.entries(hidden)) made.style.setProperty(name, value);
  document.body.append(made);
  return made;
}

/** The quarter marks of a progress, each handed out once: `mark(0.6)` is 50, `mark(0.7)` nothing. */
export function quarterMarks(): (share: number) => number | undefined {
  let said = 0;
  return (share) => {
    const mark = Math.floor(share * 4) * 25;
    if (mark <= said || mark >= 100) return undefined;
    said = mark;
    return mark;
  };
}

/** Says things to screen readers, politely and once: `ariaNotify` where there is one, else one live region on the page. */

interface Notifier {
  ariaNotify(text: string, options?: { priority: 'normal' | 'high' }): void;
}

/** Milliseconds for which a sentence stays in the region: long enough to be picked up, short enough not to be found later. */
const lasting = 5000;
/**
 * Milliseconds before the region is filled: readers tell changes of regions they know already, and of what changes again before they
 * have looked only the last. What is said meanwhile is said together.
 */
const noticing = 100;
let region: HTMLElement | undefined;
let sentences: string[] = [];
let filling: ReturnType<typeof setTimeout> | undefined;
let clearing: ReturnType<typeof setTimeout> | undefined;

/** Makes the region, where one is needed, before there is something to say. To be called when an element comes into the page. */
export function prepareAnnouncer(element: Element): void {
  if (!canNotify(element)) ensureRegion(element.ownerDocument);
}

export function announce(element: Element, sentence: string): void {
  if (canNotify(element)) {
    element.ariaNotify(sentence);
    return;
  }
  ensureRegion(element.ownerDocument);
  sentences.push(sentence);
  filling ??= setTimeout(fill, noticing);
}

function fill(): void {
  filling = undefined;
  region?.replaceChildren(...sentences.map(paragraph));
  sentences = [];
  clearTimeout(clearing);
  clearing = setTimeout(() => region?.replaceChildren(), lasting);
}

/** One each, so that readers pause between them. */
function paragraph(sentence: string): HTMLElement {
  const made = document.createElement('p');
  made.textContent = sentence;
  return made;
}

/** A live region deep in shadow roots is not seen by every browser, so it stands in the page. */
function ensureRegion(document: Document): void {
  if (region?.isConnected && region.ownerDocument === document) return;
  region = makeRegion(document);
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

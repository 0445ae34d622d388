/** Finds the element that an id names, also one that comes later, and follows the id when it goes to another. */

/** Calls `found` with the element that `id` names around `element`, or null, now and whenever that changes. */
export function watchTarget(element: Element, id: string, found: (target: Element | null) => void): () => void {
  let current: Element | null | undefined;
  const look = (): void => {
    const target = findById(element, id);
    if (target === current) return;
    current = target;
    found(target);
  };
  const observer = new MutationObserver(look);
  const options = { subtree: true, childList: true, attributes: true, attributeFilter: ['id'] };
  for (const root of new Set([element.getRootNode(), element.ownerDocument])) observer.observe(root, options);
  look();
  return () => observer.disconnect();
}

/** In the tree of `element` first, then in the page. */
export function findById(element: Element, id: string): Element | null {
  if (id === '') return null;
  const root = element.getRootNode();
  const near = root instanceof ShadowRoot ? root.getElementById(id) : null;
  return near ?? element.ownerDocument.getElementById(id);
}

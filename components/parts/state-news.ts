/** Tells of another state when it may be heard: once for all that it was meanwhile, and not where it is the old one again. */
import type { News } from './news.js';

/** What it gives is called after each change of `state()`, and fires `statechange` on `target`. */
export function stateNews(target: EventTarget, news: News, state: () => string): () => void {
  let told = state();
  return () =>
    news.tell(() => {
      if (told === state()) return;
      told = state();
      target.dispatchEvent(new Event('statechange'));
    });
}

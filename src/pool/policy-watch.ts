/** Listens for the Content-Security-Policy, or Trusted Types, directive that refuses a worker while it is being started. */

/** Directives that can keep a worker from starting; the others (images, styles, …) are none of ours. */
const relevant = new Set([
  'worker-src',
  'child-src',
  'script-src',
  'script-src-elem',
  'default-src',
  'require-trusted-types-for',
  'trusted-types',
]);
/** What was refused when it is no script of its own: a worker never is one of these. */
const inPage: ReadonlySet<unknown> = new Set(['inline', 'eval', 'wasm-eval']);

export interface PolicyWatch {
  /** The directive that refused something since the watch began. */
  readonly directive: string | null;
  stop(): void;
}

/**
 * The violation is told by an event of its own, in Chromium, Firefox and WebKit alike: before the worker's `error` event, or
 * one task after the constructor threw. Nothing in it says which worker was meant.
 */
export function watchPolicy(): PolicyWatch {
  let directive: string | null = null;
  const hear = (event: Event) => {
    if (!('effectiveDirective' in event) || typeof event.effectiveDirective !== 'string') return;
    if (!relevant.has(event.effectiveDirective) || ('blockedURI' in event && inPage.has(event.blockedURI))) return;
    directive = event.effectiveDirective;
  };
  // a page and a worker have these; Node does not
  const scope = 'addEventListener' in globalThis ? globalThis : null;
  scope?.addEventListener('securitypolicyviolation', hear);
  return {
    get directive() {
      return directive;
    },
    stop: () => scope?.removeEventListener('securitypolicyviolation', hear),
  };
}

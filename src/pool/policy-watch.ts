/** Listens for the Content-Security-Policy, or Trusted Types, directive that refuses a worker while it is being started. */

/** Directives that can keep a worker from starting; the others (images, styles, …) are none of ours. */
const relevant = /^(worker-src|child-src|script-src|default-src|require-trusted-types-for|trusted-types)/;

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
    if (relevant.test(event.effectiveDirective)) directive = event.effectiveDirective;
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

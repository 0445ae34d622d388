/** Runs a module in a frame under some policy: what it posts to its parent, once, is what it found. */

/** `query` is what the module reads from its own `location.search`. */
export function underPolicy<Told>(module: string, csp: string, query: Record<string, string> = {}): Promise<Told> {
  const frame = document.createElement('iframe');
  frame.src = `/policy-page?${String(new URLSearchParams({ csp, module, ...query }))}`;
  return new Promise((resolve) => {
    addEventListener('message', function hear({ source, data }: MessageEvent<Told>) {
      if (source !== frame.contentWindow) return;
      removeEventListener('message', hear);
      frame.remove();
      resolve(data);
    });
    document.body.append(frame);
  });
}

/** The addresses of a check as they may be shown and handed on: without what may be a secret. */

/**
 * A URL without user, password, query and fragment, any of which may hold a secret; `?…` says that there was something. The
 * blanks, tabs and lines that a browser leaves out when it reads a URL are left out here too.
 */
export function safeUrl(url: string): string {
  const read = url.replace(/[\t\n\r]/g, '').replace(/^[^!-\u{10ffff}]+/u, '');
  const bare = read
    // a server of this kind has no path: all before the last @ is no name, whatever it is made of
    .replace(/^((?:stun|turn)s?:).*@/i, '$1')
    // browsers read slashes and backslashes alike, and do not count them
    .replace(/^([a-z][a-z\d+.-]*:[/\\]*|[/\\]{2,})[^/\\?#]*@/i, '$1');
  const path = bare.split(/[?#]/, 1)[0] ?? '';
  const rest = bare.slice(path.length);
  // `?transport=tcp` of a TURN server belongs to its name
  return rest === '' || /^\?transport=\w+$/.test(rest) ? bare : `${path}?…`;
}

/** `example.org`, or the path on this page's own host. */
export function hostOf(url: string): string {
  const bare = safeUrl(url);
  const whole = bare.startsWith('//') ? `https:${bare}` : bare;
  return URL.canParse(whole) ? new URL(whole).host : (bare.split(/[?#]/, 1)[0] ?? '');
}

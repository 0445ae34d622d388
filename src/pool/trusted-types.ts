/** Script URLs for pages that enforce Trusted Types, through one policy named `tallow-elements`. */

interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptUrlPolicy;
}

declare global {
  // Not yet in TypeScript's own library. The result is an object at run time; what takes it is typed as taking strings.
  var trustedTypes: TrustedTypes | undefined;
}

let policy: ScriptUrlPolicy | undefined;

/**
 * The URL as the Worker constructor takes it on this page. Without Trusted Types that is the URL itself.
 *
 * Allow the policy with `trusted-types tallow-elements` (beside lit's `lit-html`) where the page has that directive.
 * @throws TypeError when the page's policy does not list `tallow-elements`
 */
export function trustedScriptUrl(url: string | URL): string {
  if (globalThis.trustedTypes === undefined) return String(url);
  policy ??= globalThis.trustedTypes.createPolicy('tallow-elements', { createScriptURL: (given) => given });
  return policy.createScriptURL(String(url));
}

/** What a browser refuses to ask before anything is sent, so that it is not mistaken for a network that is down. */

/** Ports that belong to other protocols, https://fetch.spec.whatwg.org/#port-blocking */
const blockedPorts = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

export type Refusal = 'mixed-content' | 'blocked-port' | 'policy';

/** `from` is the address of the page or worker that asks; empty where there is none, as in Node. */
export function refusalOf(url: URL, from: string): Refusal | null {
  if (url.port !== '' && blockedPorts.has(Number(url.port))) return 'blocked-port';
  // a Blob worker's address is `blob:` and then that of its page
  const secure = /^(?:blob:)?https:/.test(from);
  return secure && url.protocol === 'http:' && !isLoopback(url.hostname) ? 'mixed-content' : null;
}

/** Addresses that never leave the machine may be asked by http: from https: pages too. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}

/** An answer may be hidden here: where nobody told of it, it cannot be told from none. */
export const isVeiled = (): boolean => typeof crossOriginIsolated === 'boolean' && crossOriginIsolated;

/** Where this code runs, as far as it can be told. */
export const here = (): string => (typeof location === 'undefined' ? '' : location.href);

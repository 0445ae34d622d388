// The certificate of the tests' TURN server, its key, and what makes the tests' Chromium trust it. Both are public, and good for nothing but loopback.
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const certificate = fileURLToPath(new URL('turn-certificate.pem', import.meta.url));
export const key = fileURLToPath(new URL('turn-key.pem', import.meta.url));

/** Of this certificate only: all others are checked as ever. */
export function trustInChromium() {
  const { publicKey } = new X509Certificate(readFileSync(certificate));
  const hash = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  return `--ignore-certificate-errors-spki-list=${hash}`;
}

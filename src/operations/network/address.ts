/** The addresses that are asked, and what errors may repeat of those that are not: some hold a password. */
import { OperationError } from '../../errors.js';

/** Browsers ask nothing of a URL with a user name or a password. @throws OperationError `invalid`, which repeats neither */
export function addressOf(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new OperationError('invalid', `This is not an absolute URL for http or https${named(url)}`);
  }
  if (address.username === '' && address.password === '') return address;
  throw new OperationError('invalid', 'Browsers do not ask URLs with a user name or a password in them.');
}

/** The end of a sentence about an address, which is left out where a user name and a password may stand before an @. */
export function named(address: string): string {
  return address.includes('@') ? '.' : `: ${address}`;
}

/** What a page of its own asks, in a worker and by itself, while the test takes it off line. */
import { networkPlaces } from '../support/network-places.js';

const bridges = new Map(networkPlaces.map(({ name, open }) => [name, open()]));

/** The code of one URL. */
async function codeOf(place: string, url: string): Promise<string | undefined> {
  return (await bridges.get(place)?.testConnectivity([url]))?.[0]?.code;
}

Object.assign(globalThis, { codeOf });

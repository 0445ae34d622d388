/** The two places a call can run in, so that the same table of cases runs over both. */
import { createBridge, type Bridge, type Channel } from '../../src/bridge/bridge.js';
import { channels } from '../../src/bridge/channels.js';
import { createCryptoBridge, type CryptoBridge } from '../../src/bridge/worker-bridge.js';
import { createPageWorker } from '../../src/pool/page-worker.js';

export interface Place {
  readonly name: string;
  /** A fresh bridge whose calls can only run there. Destroy it. */
  open(): CryptoBridge;
  /** The same, one floor below: any operation by its name. */
  openBridge(): Bridge<'crypto'>;
}

export interface PlaceOf<C extends Channel> {
  readonly name: string;
  /** A fresh bridge whose calls can only run there. Destroy it. */
  openBridge(): Bridge<C>;
}

export function placesOf<C extends Channel>(channel: C): readonly PlaceOf<C>[] {
  const options = { channel, size: 2, fallback: 'none' } as const;
  const loadOperations = async () => ({ [channel]: await channels[channel].operations() });
  return [
    { name: 'in a worker', openBridge: () => createBridge(options) },
    {
      name: 'on the page',
      openBridge: () => createBridge({ ...options, source: () => createPageWorker(loadOperations) }),
    },
  ];
}

export const places: readonly Place[] = placesOf('crypto').map((place) => ({
  ...place,
  open: () => createCryptoBridge(place.openBridge()),
}));

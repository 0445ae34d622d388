/** The one table of the crypto operations' cases, over a worker and over the page: where it ran does not show. */
import type { Bridge } from '../../src/bridge/bridge.js';
import { cryptoCases } from '../operations/crypto-cases.js';
import { places } from '../support/places.js';

for (const place of places) {
  describe(`the crypto operations ${place.name}`, () => {
    let bridge: Bridge<'crypto'>;
    before(() => (bridge = place.openBridge()));
    after(() => bridge.destroy());

    for (const { title, run } of cryptoCases) it(title, () => run(bridge.run));
  });
}

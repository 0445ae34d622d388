/** The one table of the compression operations' cases, over a worker and over the page: where it ran does not show. */
import type { Bridge } from '../../src/bridge/bridge.js';
import { compressionCases } from '../operations/compression-cases.js';
import { placesOf } from '../support/places.js';

for (const place of placesOf('compression')) {
  describe(`the compression operations ${place.name}`, () => {
    let bridge: Bridge<'compression'>;
    before(() => (bridge = place.openBridge()));
    after(() => bridge.destroy());

    for (const { title, run } of compressionCases) it(title, () => run(bridge.run));
  });
}

/** The one table of the file operations' cases, and that of the inspection, over a worker and over the page: where it ran does not show. */
import type { Bridge } from '../../src/bridge/bridge.js';
import { fileCases } from '../operations/file-cases.js';
import { inspectionCases } from '../operations/inspection-cases.js';
import { placesOf } from '../support/places.js';

for (const place of placesOf('file')) {
  describe(`the file operations ${place.name}`, () => {
    let bridge: Bridge<'file'>;
    before(() => (bridge = place.openBridge()));
    after(() => bridge.destroy());

    for (const { title, run } of fileCases) it(title, () => run(bridge.run));
  });
}

for (const place of placesOf('inspection')) {
  describe(`the inspection operations ${place.name}`, () => {
    let bridge: Bridge<'inspection'>;
    before(() => (bridge = place.openBridge()));
    after(() => bridge.destroy());

    for (const { title, run } of inspectionCases) it(title, () => run(bridge.run));
  });
}

/** A file that is overwritten while it is sealed: no key and nonce serve for what it was and for what it became. */
import { expect } from '@open-wc/testing';
import { createBridge } from '../../src/bridge/bridge.js';
import { createCryptoBridge } from '../../src/bridge/worker-bridge.js';
import { OperationError } from '../../src/errors.js';
import { changeFile, chosenFile } from '../support/chosen-file.js';
import { gate } from '../support/gates.js';

const key = new Uint8Array(32).fill(3);
/** Three ranges. */
const size = 40_000_000;
/** It notices that a file became shorter or vanished, and nothing else (docs/format.md). */
const isFirefox = navigator.userAgent.includes('Firefox');

describe('a file that is overwritten with as many bytes between two of its ranges', () => {
  const real = createBridge({ size: 2, fallback: 'none' });
  after(() => real.destroy());

  for (const to of ['memory', 'stream'] as const) {
    it(`is \`changed\`, and nothing of it is handed out: ${to}`, async () => {
      const name = `${crypto.randomUUID()}.bin`;
      const file = await chosenFile(name, size);
      if (file === undefined) return;
      const overwritten = gate();
      const begun: unknown[] = [];
      const bridge = createCryptoBridge({
        ...real,
        run(type, payload, options) {
          const about: object = payload instanceof Object ? payload : {};
          if (!('range' in about)) return real.run(type, payload, options);
          if (begun.push(about.range) > 1) return overwritten.promise.then(() => real.run(type, payload, options));
          const first = real.run(type, payload, options);
          void first.then(() => changeFile(name, { size, fill: 2 })).then(overwritten.open);
          return first;
        },
      });
      let closed = false;
      const stream = new WritableStream<Uint8Array<ArrayBuffer>>({ close: () => void (closed = true) });
      const sealing = bridge.sealFile(file, key, { to: to === 'memory' ? to : stream });
      const outcome: unknown = await sealing.catch((reason: unknown) => reason);
      expect(begun.length).to.be.greaterThan(1);
      if (isFirefox) {
        // each range was sealed once, whatever it held: there is one text for each nonce
        expect(begun).to.have.lengthOf(3);
        expect(outcome).to.have.property('name', `${name}.sealed`);
        return;
      }
      expect(outcome).to.be.instanceOf(OperationError).with.property('code', 'changed');
      expect(closed).to.equal(false);
    });
  }
});

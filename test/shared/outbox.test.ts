import { expect } from '@open-wc/testing';
import { Outbox } from '../../src/shared/outbox.js';

describe('an outbox', () => {
  let clock = 1000;
  let posted = 0;
  const outbox = (reader: 'expected' | 'ready'): Outbox => new Outbox(() => posted++, reader);

  beforeEach(() => {
    posted = 0;
    performance.now = () => clock;
  });
  afterEach(() => {
    Reflect.deleteProperty(performance, 'now'); // what the platform has is on the prototype
  });

  it('posts once for all of a turn, at its end', async () => {
    const box = outbox('ready');
    for (let time = 0; time < 100; time++) box.touch();
    expect(posted).to.equal(0);
    await Promise.resolve();
    expect(posted).to.equal(1);
  });

  it('posts again when the last was read, and only if there is something', async () => {
    const box = outbox('ready');
    box.touch();
    await Promise.resolve();
    box.touch();
    await Promise.resolve();
    expect(posted).to.equal(1);
    box.wasRead();
    expect(posted).to.equal(2);
    box.wasRead();
    box.wasRead();
    expect(posted).to.equal(2);
  });

  it('posts by the clock in a loop that never yields', () => {
    const box = outbox('ready');
    for (let time = 0; time < 160; time++) {
      clock += 1;
      box.touch();
    }
    expect(posted).to.be.within(9, 10);
  });

  it('posts nothing before the reader is there, then the rest', async () => {
    const box = outbox('expected');
    for (let time = 0; time < 100; time++) {
      clock += 10;
      box.touch();
    }
    await Promise.resolve();
    expect(posted).to.equal(0);
    box.wasRead();
    expect(posted).to.equal(1);
  });

  it('posts at once what is to be posted now', async () => {
    const box = outbox('ready');
    box.touch();
    box.flush();
    box.flush();
    await Promise.resolve();
    expect(posted).to.equal(1);
  });
});

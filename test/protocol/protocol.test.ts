/** The protocol over a MessageChannel: no worker is needed for most of what it promises. */
import { expect } from '@open-wc/testing';
import { createIPCProtocol } from '../../src/protocol/protocol.js';
import { serve } from '../../src/protocol/serve.js';

describe('protocol', () => {
  it('brings back what the operation returns', async () => {
    const { port1, port2 } = new MessageChannel();
    const services = { custom: { double: (value: number) => value * 2 } };
    const stop = serve(services, port2);
    const protocol = createIPCProtocol<typeof services>();
    expect(await protocol.request(port1, 'double', 'custom', 21)).to.equal(42);
    protocol.destroy();
    stop();
  });
});

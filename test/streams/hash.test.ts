/** SHA-256 by either way gives the same; and the one read that feeds all hashes. */
import { expect } from '@open-wc/testing';
import { toHex } from '../../src/streams/bytes.js';
import { feed, sha256 } from '../../src/streams/hash.js';
import { withoutWasm } from '../support/no-wasm.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

const never = new AbortController().signal;
const ignore = () => undefined;
const MiB = 2 ** 20;

describe('sha256', () => {
  it('of a large Blob is read in pieces, and equals the digest of it all', async () => {
    const bytes = plaintext(16 * MiB + 5);
    let reported = 0;
    const digest = await sha256(new Blob([bytes]), never, (done) => (reported = done));
    const whole = await crypto.subtle.digest('SHA-256', bytes);
    expect(toHex(digest)).to.equal(toHex(new Uint8Array(whole)));
    expect(reported).to.equal(bytes.length);
  });

  // WebKitGTK and pages that are not isolated have none
  const whereShared = typeof SharedArrayBuffer === 'function' ? it : () => undefined;
  whereShared('of shared memory is that of its bytes', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(97);
    expect(toHex(await sha256(shared, never, ignore))).to.match(/^9834876dcfb05cb1/);
  });

  it('stops with the reason of its signal', async () => {
    const reason = new Error('enough');
    const large = new Blob([new Uint8Array(16 * MiB + 1)]);
    const controller = new AbortController();
    expect(await rejection(sha256(large, controller.signal, () => controller.abort(reason)))).to.equal(reason);
  });

  it('is the same where WebAssembly is forbidden', async () => {
    const bytes = plaintext(16 * MiB + 5);
    const digest = await withoutWasm(() => sha256(new Blob([bytes]), never, ignore));
    expect(toHex(digest)).to.equal(toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
  });
});

describe('feed', () => {
  it('takes a large piece bit by bit, as some engines give all of a Blob at once', async () => {
    const whole = plaintext(3 * MiB + 1);
    const blob = new Blob([]);
    blob.slice = () => blob;
    blob.stream = () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(whole);
          controller.close();
        },
      });
    const bits: Uint8Array<ArrayBuffer>[] = [];
    const reports: number[] = [];
    const take = (bytes: Uint8Array<ArrayBuffer>) => bits.push(bytes.slice());
    await feed(blob, 0, whole.length, take, never, (bytes) => reports.push(bytes));
    expect(Math.max(...bits.map(({ length }) => length))).to.be.at.most(MiB);
    expect(same(await bytesOf(new Blob(bits)), whole)).to.equal(true);
    expect(reports.at(-1)).to.equal(whole.length);
  });
});

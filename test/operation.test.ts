/** What a caller may give up a call with, followed by one AbortSignal. */
import { expect } from '@open-wc/testing';
import { followSignal } from '../src/operation.js';
import { SharedCancellation } from '../src/shared/index.js';
import { turn } from './support/turns.js';

describe('a signal that follows a SharedCancellation', () => {
  it('aborts when that is cancelled, until it is released', async () => {
    const cancellation = new SharedCancellation();
    const followed = followSignal(cancellation);
    const released = followSignal(cancellation);
    released.release();
    cancellation.cancel('enough');
    await turn();
    expect(followed.signal?.reason).to.include({ name: 'AbortError', message: 'enough' });
    expect(released.signal?.aborted).to.be.false;
  });

  it('is aborted from the start when that was cancelled, also when it was closed after', () => {
    const cancellation = new SharedCancellation();
    cancellation.cancel('before');
    expect(followSignal(cancellation).signal?.reason).to.include({ message: 'before' });
    cancellation.close();
    expect(followSignal(cancellation).signal?.reason).to.include({ message: 'before' });
  });

  it('aborts though that is closed as soon as it is cancelled', async () => {
    const cancellation = new SharedCancellation();
    const { signal } = followSignal(cancellation);
    cancellation.cancel('now');
    cancellation.close();
    await turn();
    expect(signal?.reason).to.include({ message: 'now' });
  });

  it('never aborts when that was closed before it was cancelled', async () => {
    const cancellation = new SharedCancellation();
    cancellation.close();
    const followed = followSignal(cancellation);
    await turn();
    expect(followed.signal?.aborted).to.be.false;
    followed.release();
  });
});

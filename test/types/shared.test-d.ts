/** Compile-only: what the shared primitives accept and give, and what they refuse. */
import {
  MessageChannelSync,
  revive,
  SharedCancellation,
  SharedCounter,
  SharedFlag,
  SharedProgress,
  type SharedHandle,
} from '../../src/shared/index.js';

function expectType<Expected>(value: Expected): Expected {
  return value;
}

interface Settings {
  quality: number;
  name: string;
}

export function revived(message: { progress: SharedHandle<'progress'>; sync: SharedHandle<'sync', Settings> }): void {
  expectType<SharedProgress>(revive(message.progress));
  expectType<SharedProgress>(revive(new SharedProgress().share()));
  expectType<SharedCancellation>(revive(new SharedCancellation().share()));
  expectType<SharedCounter>(revive(new SharedCounter().share()));
  expectType<SharedFlag>(revive(new SharedFlag().share()));
  expectType<number | undefined>(revive(message.sync).get('quality'));
  expectType<number | undefined>(revive(new MessageChannelSync<Settings>().share()).get('quality'));
  // @ts-expect-error a progress is no flag
  revive(message.progress).toggle;
  // @ts-expect-error a primitive is not its handle
  revive(new SharedProgress());
  // @ts-expect-error nor is its buffer
  revive(new SharedProgress().getBuffer());
}

export function posted(worker: Worker, handle: SharedHandle): void {
  worker.postMessage(handle, handle.transfer);
  // @ts-expect-error a handle is what it is
  handle.kind = 'flag';
}

export async function primitives(): Promise<void> {
  const progress = new SharedProgress(5);
  expectType<number>(progress.increment());
  expectType<() => void>(progress.subscribe((self) => expectType<SharedProgress>(self)));
  progress.total = 10;
  // @ts-expect-error 64-bit inside, numbers outside
  progress.increment(1n);
  // @ts-expect-error a text is no number
  progress.set('1');
  // @ts-expect-error the total is a number
  progress.total = '10';
  // @ts-expect-error a buffer is not its size
  SharedProgress.fromBuffer(8);

  const counter = new SharedCounter();
  expectType<boolean>(counter.compareAndSwap(1, 2));
  expectType<boolean>(await counter.compareAndSwapAsync(1, 2));
  // @ts-expect-error without a replacement there is nothing to swap
  counter.compareAndSwap(1);
  // @ts-expect-error a promise is no answer yet
  expectType<boolean>(counter.compareAndSwapAsync(1, 2));

  const cancellation = new SharedCancellation();
  expectType<AbortSignal>(cancellation.toAbortSignal());
  expectType<string | undefined>(cancellation.reason);
  cancellation.cancel(new DOMException('why'));
  // @ts-expect-error only text crosses
  cancellation.cancel({ why: 1 });
  // @ts-expect-error the reason is given to cancel()
  cancellation.reason = 'why';

  const flag = new SharedFlag(true);
  expectType<boolean>(flag.toggle());
  expectType<boolean>(flag.wait(5));
  // @ts-expect-error a flag is set or cleared
  flag.set(false);
}

export function synced(): void {
  const sync = new MessageChannelSync<Settings>();
  sync.set('quality', 5);
  sync.subscribe('name', (value, key) => expectType<string>(value + key));
  // @ts-expect-error a quality is a number
  sync.set('quality', 'high');
  // @ts-expect-error there is no such key
  sync.set('speed', 1);
  // @ts-expect-error there may be none yet
  expectType<string>(sync.get('name'));
  const any = new MessageChannelSync();
  any.set('whatever', 1);
  expectType<unknown>(any.get('whatever'));
  expectType<MessageChannelSync<Settings>>(MessageChannelSync.fromPort<Settings>(sync.getPort()));
}

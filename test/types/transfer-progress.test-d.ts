/** Compile-only: what <transfer-progress> can track, and what it cannot. */
import type { TransferProgress, TransferState } from '../../components/transfer-progress.js';
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { SharedProgress } from '../../src/shared/shared-progress.js';

function expectType<Expected>(value: Expected): Expected {
  return value;
}

export async function tracking(element: TransferProgress, file: File, request: XMLHttpRequest): Promise<void> {
  expectType<TransferProgress>(document.createElement('transfer-progress'));
  const { signal } = new AbortController();

  // work takes what every call of the bridge takes, and gives its result
  expectType<File>(await element.track((options) => WorkerBridge.crypto.sealFile(file, 'passphrase', options)));
  expectType<number>(await element.track(({ signal: stop }) => Promise.resolve(stop.aborted ? 0 : 1), { signal }));
  expectType<string>(await element.track(new SharedProgress(1), { done: Promise.resolve('x') }));
  element.track(new SharedProgress(1), { controller: new SharedCancellation() }) satisfies Promise<void>;
  element.track(request.upload, { controller: request, signal }) satisfies Promise<void>;
  element.track(new FileReader(), { controller: new AbortController() }) satisfies Promise<void>;
  element.track(document.createElement('file-encryptor')) satisfies Promise<void>;
  expectType<Response>(await element.track(fetch('/', { signal }), { controller: new AbortController() }));

  // @ts-expect-error an id belongs into `for`
  void element.track('id');
  // @ts-expect-error work returns a promise
  void element.track(() => 5);
  // @ts-expect-error that is no work, but something that takes an address
  void element.track(fetch);
  // @ts-expect-error a cancellation counts nothing
  void element.track(new SharedCancellation());
  // @ts-expect-error a signal can be heard, and not aborted
  void element.track(request, { controller: signal });
  // @ts-expect-error work has a controller of its own
  void element.track(() => Promise.resolve(), { controller: new AbortController() });

  expectType<ReadableStream<Uint8Array>>(element.through(file.stream(), { total: file.size }));
  // @ts-expect-error text has no size in bytes
  element.through(new ReadableStream<string>());
  // @ts-expect-error the stream, not the response
  element.through(new Response());

  element.addEventListener('progress', (event) => expectType<ProgressEvent>(event));
  element.addEventListener('cancel', (event) => expectType<Event>(event));
  element.addEventListener('loadend', function () {
    expectType<TransferProgress>(this);
  });
  expectType<TransferState>(element.state);
  expectType<number | null>(element.remaining);
  // @ts-expect-error what is done is counted, not set
  element.loaded = 5;
  // @ts-expect-error there is no such unit
  element.unit = 'bit';
}

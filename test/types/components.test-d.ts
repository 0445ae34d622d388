/** Compile-only: what TypeScript knows of the elements. */
import type { FileEncryptor, FileItem } from '../../components/file-encryptor.js';
import type { Digests, FileHasher, HashAlgorithm, Verdict } from '../../components/file-hasher.js';
import type { CompressItem, FileCompressor } from '../../components/file-compressor.js';
import type { FileInspector, FileMetadataReport } from '../../components/file-inspector.js';
import type { PoolStats, StatsEvent, WorkerPoolElement } from '../../components/worker-pool.js';
import { registerStrings } from '../../components/parts/strings.js';

function expectType<Expected>(value: Expected): Expected {
  return value;
}

export async function encryptor(): Promise<void> {
  const element = document.createElement('file-encryptor');
  expectType<FileEncryptor>(element);
  expectType<FileEncryptor | null>(document.querySelector('file-encryptor'));

  element.addEventListener('progress', (event) => expectType<ProgressEvent>(event));
  element.addEventListener('abort', (event) => expectType<ProgressEvent>(event));
  element.addEventListener('error', (event) => expectType<ProgressEvent>(event));
  element.addEventListener('statechange', function () {
    expectType<FileEncryptor>(this);
  });
  element.addEventListener('click', (event) => expectType<MouseEvent>(event));
  element.addEventListener('anything', (event) => expectType<Event>(event));
  // @ts-expect-error a progress event is no mouse event
  element.addEventListener('progress', (event: MouseEvent) => event.clientX);

  element.onloadend = (event) => expectType<ProgressEvent>(event);
  element.removeEventListener('progress', (event: ProgressEvent) => event.loaded);
  element.items[0]?.addEventListener('progress', (event) => expectType<ProgressEvent>(event));
  expectType<File | null | undefined>(element.items[0]?.result);
  expectType<'encrypt' | 'decrypt' | '' | undefined>(element.items[0]?.action);
  // @ts-expect-error a handler of other events
  element.ontimeout = (event: MouseEvent) => event.clientX;

  expectType<readonly File[]>(await element.start({ signal: new AbortController().signal }));
  expectType<readonly FileItem[]>(element.items);
  expectType<'empty' | 'ready' | 'running' | 'done' | 'failed' | 'aborted'>(element.state);
  element.files = document.createElement('input').files;
  element.files = [new File([], 'x')];
  element.passphrase = 'secret';
  element.key = new Uint8Array(32);
  // @ts-expect-error the secret can only be set
  expectType<string>(element.passphrase);
  // @ts-expect-error there is no such mode
  element.mode = 'explode';
  // @ts-expect-error the list belongs to the element
  element.items = [];
  // @ts-expect-error files are files
  element.files = ['x'];

  registerStrings('de', { cancel: 'Abbrechen', encrypt: { one: 'Verschlüsseln', other: '{count} verschlüsseln' } });
  // @ts-expect-error there is no such phrase
  registerStrings('de', { explode: 'x' });
  // @ts-expect-error plural forms need `other`
  registerStrings('de', { encrypt: { one: 'x' } });
}

export async function otherFileElements(): Promise<void> {
  const hasher = document.createElement('file-hasher');
  expectType<FileHasher>(hasher);
  expectType<readonly Digests[]>(await hasher.start());
  expectType<string | undefined>(hasher.results[0]?.['SHA-256']);
  expectType<readonly HashAlgorithm[]>(hasher.algorithms);
  for (const item of hasher.items) expectType<Verdict | null>(hasher.verdictOf(item));
  hasher.addEventListener('load', (event) => expectType<ProgressEvent>(event));
  // @ts-expect-error there is no such hash
  hasher.algorithms = ['SHA-3'];

  const compressor = document.createElement('file-compressor');
  expectType<FileCompressor>(compressor);
  expectType<readonly File[]>(await compressor.start());
  expectType<readonly CompressItem[]>(compressor.items);
  expectType<number | null>(compressor.ratio);
  // @ts-expect-error there is no such algorithm
  compressor.algorithm = 'zip';

  const inspector = document.createElement('file-inspector');
  expectType<FileInspector>(inspector);
  expectType<readonly FileMetadataReport[]>(await inspector.start());
  expectType<boolean | undefined>(inspector.results[0]?.type.mismatch);
  // @ts-expect-error what was found out belongs to the element
  inspector.results = [];
}

export async function pool(): Promise<void> {
  const element = document.createElement('worker-pool');
  expectType<WorkerPoolElement>(element);
  element.addEventListener('stats', (event) => {
    expectType<StatsEvent>(event);
    expectType<PoolStats>(event.stats);
  });
  element.addEventListener('idle', (event) => expectType<Event>(event));
  element.onstats = (event) => expectType<PoolStats>(event.stats);
  element.removeEventListener('stats', (event: StatsEvent) => event.stats);
  expectType<string>(await element.execute({ channel: 'crypto', type: 'hash', payload: { data: new Blob([]) } }));
  expectType<unknown>(await element.execute({ type: 'mine', payload: 1 }));
  // @ts-expect-error there is no such strategy
  element.strategy = 'random';
  // @ts-expect-error the state is the pool's
  element.state = 'ready';
}

/** WorkerBridge.crypto: its methods, what they take, and the operations they ask for. */
import type { DeriveKeyInput, MessageKey, Secret } from '../operations/crypto.js';
import { takeNonce, type Nonce } from '../streams/nonce-manager.js';
import { createBridge, type Bridge, type BridgeCallOptions } from './bridge.js';
import {
  checkIterations,
  takeAdditionalData,
  takeData,
  takeKey,
  takeNonceBytes,
  takePassword,
  takeSalt,
  type Data,
} from './check.js';
import { discardFile, type ResultDescription } from './destination.js';
import {
  openFile,
  sealFile,
  type FileOptions,
  type FileOptionsToFile,
  type FileOptionsToStream,
  type SealOptions,
} from './sealed-file.js';

export interface MessageOptions extends BridgeCallOptions {
  /** Bytes that are authenticated with the message but not hidden; both sides have to give the same. */
  readonly additionalData?: ArrayBuffer | ArrayBufferView<ArrayBuffer> | undefined;
}

export interface DeriveKeyOptions extends BridgeCallOptions {
  /** 100,000 to 20,000,000; 600,000 by default (OWASP's figure for PBKDF2-HMAC-SHA-256). */
  readonly iterations?: number | undefined;
}

/** What `WorkerBridge.crypto` offers. Each call takes `{signal, timeout, onProgress, priority, pool}`; those on bytes take `transfer` too. */
export interface CryptoBridge {
  /**
   * Seals a file: one passphrase or key, one file, in the format of docs/format.md. Name, type, date and size are hidden too.
   * In parallel over the pool; memory does not grow with the file. Progress in bytes of the file.
   *
   * The result is named after the file and `.sealed`. A `timeout` covers the whole file; there is none by default.
   * @throws OperationError `invalid` (empty passphrase, key that has not 32 bytes …), `changed` (the file changed or vanished while
   *   it was read), `unsupported` (Argon2id where WebAssembly is forbidden), `unwritable` (disk full, stream closed)
   * @throws IPCError `aborted`, `timeout`, `unavailable`, `crashed`
   */
  sealFile(file: Data, secret: Secret, options?: FileOptionsToFile & SealOptions): Promise<File>;
  sealFile(file: Data, secret: Secret, options: FileOptionsToStream & SealOptions): Promise<ResultDescription>;
  sealFile(file: Data, secret: Secret, options: FileOptions & SealOptions): Promise<File | ResultDescription>;
  /**
   * Opens what `sealFile` made, under its own name, type and date. The File is handed out only when its last byte is verified;
   * a stream has got verified bytes only, and is aborted, never closed, when a later one fails.
   * @throws OperationError `not-sealed`, `unsupported`, `truncated`, `cannot-open` (wrong passphrase or changed header), `corrupt`
   */
  openFile(file: Data, secret: Secret, options?: FileOptionsToFile): Promise<File>;
  openFile(file: Data, secret: Secret, options: FileOptionsToStream): Promise<ResultDescription>;
  openFile(file: Data, secret: Secret, options: FileOptions): Promise<File | ResultDescription>;
  /**
   * Frees the disk that a large result stands on; it cannot be read any more then. Without it the bytes stay until the page is gone and
   * another page of the origin works on a file.
   */
  discard(file: Blob): Promise<void>;
  /**
   * One AES-256-GCM message, whole in memory; the tag of 16 bytes ends the ciphertext. For files there is `sealFile`.
   * The nonce comes from a `NonceManager`, each for one message: any other is refused (`nonce-reused`) before anything is encrypted.
   */
  encryptFile(
    data: Data,
    key: MessageKey,
    nonce: Nonce,
    options?: MessageOptions,
  ): Promise<{ ciphertext: ArrayBuffer; nonce: Uint8Array }>;
  /** Takes the 12 bytes of nonce that `encryptFile` gave. @throws OperationError `cannot-open` */
  decryptFile(
    ciphertext: Data,
    key: MessageKey,
    nonce: ArrayBuffer | ArrayBufferView,
    options?: MessageOptions,
  ): Promise<ArrayBuffer>;
  /** SHA-256 in hexadecimal, as `sha256sum` prints it. */
  hashFile(data: Data, options?: BridgeCallOptions): Promise<string>;
  /** PBKDF2-HMAC-SHA-256: a key for `encryptFile` that cannot be read back. The salt has 16 bytes or more. */
  deriveKey(
    password: DeriveKeyInput['password'],
    salt: DeriveKeyInput['salt'],
    options?: DeriveKeyOptions,
  ): Promise<CryptoKey>;
  readonly getStats: Bridge<'crypto'>['getStats'];
  /** Ends this bridge's workers: what runs rejects with `terminated`. The next call starts new ones. */
  readonly destroy: () => void;
}

/** A bridge with a pool of its own, which starts no worker before it is first used. */
export function createCryptoBridge(bridge: Bridge<'crypto'> = createBridge()): CryptoBridge {
  function seal(file: Data, secret: Secret, options?: FileOptionsToFile & SealOptions): Promise<File>;
  function seal(file: Data, secret: Secret, options: FileOptionsToStream & SealOptions): Promise<ResultDescription>;
  function seal(file: Data, secret: Secret, options: FileOptions & SealOptions): Promise<File | ResultDescription>;
  function seal(file: Data, secret: Secret, options: FileOptions & SealOptions = {}) {
    return sealFile(bridge, file, secret, options);
  }
  function open(file: Data, secret: Secret, options?: FileOptionsToFile): Promise<File>;
  function open(file: Data, secret: Secret, options: FileOptionsToStream): Promise<ResultDescription>;
  function open(file: Data, secret: Secret, options: FileOptions): Promise<File | ResultDescription>;
  function open(file: Data, secret: Secret, options: FileOptions = {}) {
    return openFile(bridge, file, secret, options);
  }

  return {
    sealFile: seal,
    openFile: open,
    discard: discardFile,
    encryptFile: async (data, key, nonce, options) => {
      const message = {
        data: takeData(data, 'encryptFile', options?.transfer),
        key: takeKey(key, 'encryptFile'),
        additionalData: takeAdditionalData(options?.additionalData),
      };
      // last: a nonce is taken only when nothing else is wrong
      return bridge.run('encrypt', { ...message, nonce: takeNonce(nonce) }, options);
    },
    decryptFile: async (data, key, nonce, options) =>
      bridge.run(
        'decrypt',
        {
          data: takeData(data, 'decryptFile', options?.transfer),
          key: takeKey(key, 'decryptFile'),
          nonce: takeNonceBytes(nonce, 'decryptFile'),
          additionalData: takeAdditionalData(options?.additionalData),
        },
        options,
      ),
    hashFile: async (data, options) =>
      bridge.run('hash', { data: takeData(data, 'hashFile', options?.transfer) }, options),
    deriveKey: async (password, salt, options) => {
      const iterations = checkIterations(options?.iterations);
      const input = { password: takePassword(password), salt: takeSalt(salt), iterations, as: 'key' } as const;
      return asKey(await bridge.run('derive-key', input, options));
    },
    getStats: bridge.getStats,
    destroy: bridge.destroy,
  };
}

function asKey(derived: CryptoKey | Uint8Array): CryptoKey {
  if (derived instanceof CryptoKey) return derived;
  throw new TypeError('derive-key was asked for a CryptoKey');
}

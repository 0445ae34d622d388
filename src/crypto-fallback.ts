/** encrypt, decrypt, hash, deriveKey on this very thread: the operations under their page-side names. */
import { type Operation, type OperationContext } from './operation.js';
import * as operations from './operations/crypto.js';
import { takeNonce, type Nonce } from './streams/nonce-manager.js';

export { NonceManager, type Nonce, type NonceState, type TakenNonce } from './streams/nonce-manager.js';

const here = (): OperationContext => ({
  signal: new AbortController().signal,
  progress: () => undefined,
  transfer: (value) => value,
});

const onThisThread =
  <Input, Output>(operation: Operation<Input, Output>) =>
  async (input: Input, context: OperationContext = here()): Promise<Output> =>
    operation(input, context);

/** Takes the nonce itself, so that no nonce serves twice: see NonceManager. */
export const encrypt = onThisThread(
  ({ nonce, ...input }: Omit<operations.EncryptInput, 'nonce'> & { readonly nonce: Nonce }, context) =>
    operations.encrypt({ ...input, nonce: takeNonce(nonce) }, context),
);
export const decrypt = onThisThread(operations.decrypt);
export const hash = onThisThread(operations.hash);
export const deriveKey = onThisThread<operations.DeriveKeyInput, Uint8Array<ArrayBuffer> | CryptoKey>(
  operations.deriveKey,
);

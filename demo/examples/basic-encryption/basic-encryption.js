// Seals a file with a passphrase, opens it again, and encrypts one small message under a key.
import { NonceManager, WorkerBridge } from 'tallow-elements';
import { inWords, offer, runnable, say, verify } from '../page.js';

/** Resolves with a new File, `${file.name}.sealed`. Its name, type and date are sealed inside with it. */
export function seal(file, passphrase) {
  return WorkerBridge.crypto.sealFile(file, passphrase);
}

/** Resolves with the original, under its own name. A wrong passphrase rejects with an OperationError, code `cannot-open`. */
export function open(sealed, passphrase) {
  return WorkerBridge.crypto.openFile(sealed, passphrase);
}

// One manager for one key, for as long as the key is used: that is what keeps every nonce different.
const newKey = crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
const nonces = new NonceManager();

/** Resolves with { ciphertext, nonce }: keep both, the nonce is no secret. */
export async function encryptText(text) {
  return WorkerBridge.crypto.encryptFile(new TextEncoder().encode(text), await newKey, nonces.issue());
}

export async function decryptText({ ciphertext, nonce }) {
  return new TextDecoder().decode(await WorkerBridge.crypto.decryptFile(ciphertext, await newKey, nonce));
}

function wireFileForm(form, work) {
  if (!form) return;
  const [output, link, button] = ['output', 'a', 'button'].map((name) => form.querySelector(name));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const file = form.elements.file.files[0];
    button.disabled = true;
    offer(link, null);
    say(output, `Working on ${file.name} …`);
    try {
      const result = await work(file, form.elements.passphrase.value);
      say(output, `${file.name}, ${inWords(file.size)}, became ${result.name}, ${inWords(result.size)}.`, 'good');
      offer(link, result);
    } catch (error) {
      say(output, error.message, 'bad');
    } finally {
      button.disabled = false;
    }
  });
}

wireFileForm(document.querySelector('form#seal'), seal);
wireFileForm(document.querySelector('form#open'), open);

document.querySelector('form#message')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const output = event.target.querySelector('output');
  const message = await encryptText(event.target.elements.text.value);
  const bytes = Array.from(new Uint8Array(message.ciphertext), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  say(output, `${bytes} → “${await decryptText(message)}”`);
});

runnable(async () => {
  const letter = new File(['Dear reader'], 'letter.txt', { type: 'text/plain' });
  const sealed = await seal(letter, 'correct horse');
  const opened = await open(sealed, 'correct horse');
  verify(opened.name === letter.name && (await opened.text()) === 'Dear reader', 'The file came back changed.');
  verify((await decryptText(await encryptText('At noon.'))) === 'At noon.', 'The message came back changed.');
  return `${letter.name} became ${sealed.name}, and opened to the same text.`;
});

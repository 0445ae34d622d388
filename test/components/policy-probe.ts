/** Runs in a frame under a strict policy: shows the elements, seals and opens a file, and tells the parent what was seen. */
import '../../components/define/all.js';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

async function run(): Promise<Record<string, unknown>> {
  const pool = document.createElement('worker-pool');
  const element = document.createElement('file-encryptor');
  pool.monitor = true;
  element.multiple = true;
  element.kdf = 'pbkdf2 100000';
  pool.append(element);
  document.body.append(pool);
  await element.updateComplete;
  element.files = [new File(['hello'], 'hello.txt')];
  await element.updateComplete;
  element.passphrase = 'right';
  // beside it a bar with buttons and all, under the same policy
  const bar = document.createElement('transfer-progress');
  document.body.append(bar);
  bar.track(element);
  const [sealed] = await element.start();
  await bar.updateComplete;
  element.files = sealed ? [sealed] : [];
  element.mode = 'decrypt';
  const [opened] = await element.start();
  const button = element.shadowRoot?.querySelector('button');
  return {
    text: await opened?.text(),
    place: pool.getStats().place,
    // an adopted style sheet that was applied
    radius: button ? getComputedStyle(button).borderTopStyle : '',
  };
}

const outcome = await run().catch((error: unknown) => ({
  error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
}));
parent.postMessage({ ...outcome, violations }, '*');

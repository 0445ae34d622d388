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
  const others = await workWith(pool, 'file-hasher', 'file-compressor', 'file-inspector');
  const button = element.shadowRoot?.querySelector('button');
  return {
    text: await opened?.text(),
    others,
    place: pool.getStats().place,
    // an adopted style sheet that was applied
    radius: button ? getComputedStyle(button).borderTopStyle : '',
  };
}

/** One file through each, and how that ended; what they show stays on the page. */
async function workWith(
  place: Element,
  ...tags: readonly ('file-hasher' | 'file-compressor' | 'file-inspector')[]
): Promise<readonly string[]> {
  const ends: string[] = [];
  for (const tag of tags) {
    const element = document.createElement(tag);
    place.append(element);
    element.files = [
      new File(['<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script/></svg>'], 'a.svg'),
    ];
    await element.start();
    await element.updateComplete;
    ends.push(element.state);
  }
  return ends;
}

const outcome = await run().catch((error: unknown) => ({
  error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
}));
parent.postMessage({ ...outcome, violations }, '*');

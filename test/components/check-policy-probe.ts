/** Runs in a frame under a strict policy: checks this page's own server, and tells the parent what was seen. */
import '../../components/define/connectivity-check.js';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

async function run(): Promise<Record<string, unknown>> {
  const element = document.createElement('connectivity-check');
  element.urls = '/test/components/check-policy-probe.ts';
  element.samples = 4;
  document.body.append(element);
  await element.check();
  await element.updateComplete;
  const button = element.shadowRoot?.querySelector('button');
  return {
    status: element.results[0]?.status,
    // how far it is, on a machine that does other things too, is not asked
    isMeasured: element.results[1]?.record !== null,
    // an adopted style sheet that was applied
    radius: button ? getComputedStyle(button).borderTopStyle : '',
  };
}

const outcome = await run().catch((error: unknown) => ({
  error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
}));
parent.postMessage({ ...outcome, violations }, '*');

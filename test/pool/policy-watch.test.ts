/** Which refusals of a policy may have been those of a worker. */
import { expect } from '@open-wc/testing';
import { watchPolicy } from '../../src/pool/policy-watch.js';

describe('a watch on the policy', () => {
  function told(effectiveDirective: string, blockedURI: string): string | null {
    const watch = watchPolicy();
    const required = { documentURI: 'https://page.example', disposition: 'enforce' as const, statusCode: 200 };
    const more = { violatedDirective: effectiveDirective, originalPolicy: effectiveDirective };
    dispatchEvent(
      new SecurityPolicyViolationEvent('securitypolicyviolation', {
        ...{ effectiveDirective, blockedURI },
        ...required,
        ...more,
      }),
    );
    watch.stop();
    return watch.directive;
  }

  for (const name of ['worker-src', 'child-src', 'script-src', 'script-src-elem', 'default-src', 'trusted-types']) {
    it(`hears of ${name}`, () => expect(told(name, 'https://page.example/worker.js')).to.equal(name));
  }

  for (const name of ['script-src-attr', 'style-src', 'img-src', 'worker-source']) {
    it(`does not care about ${name}`, () => expect(told(name, 'https://page.example/worker.js')).to.equal(null));
  }

  for (const uri of ['inline', 'eval']) {
    it(`does not take what is ${uri} for a worker`, () => expect(told('script-src', uri)).to.equal(null));
  }
});

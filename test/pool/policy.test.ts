/** A pool on pages whose policy forbids workers: the next rung, or an error that names the directive. */
import { expect } from '@open-wc/testing';

interface Told {
  readonly result: unknown;
  readonly place: string | null;
  readonly message: string;
}

describe('a pool under a policy', () => {
  let frame: HTMLIFrameElement;

  function under(csp: string, page: boolean): Promise<Told> {
    const query = new URLSearchParams({ csp, module: '/test/support/pool-policy.ts', ...(page && { page: '' }) });
    frame = document.createElement('iframe');
    frame.src = `/policy-page?${query}`;
    return new Promise((resolve) => {
      addEventListener('message', function hear({ source, data }: MessageEvent<Told>) {
        if (source !== frame.contentWindow) return;
        removeEventListener('message', hear);
        resolve(data);
      });
      document.body.append(frame);
    });
  }

  afterEach(() => frame.remove());

  it('uses the first rung where nothing forbids it', async () => {
    expect(await under('', true)).to.include({ result: 'done', place: 'file' });
  });

  it('goes on to the next rung where workers are forbidden', async () => {
    expect(await under("worker-src 'none'", true)).to.include({ result: 'done', place: 'page' });
  });

  it('names the directive when every rung is refused', async () => {
    const { message, place } = await under("worker-src 'none'", false);
    expect(place).to.equal(null);
    expect(message).to.match(
      /file: blocked by the policy directive worker-src .*text: blocked by the policy directive/,
    );
  });

  it('names Trusted Types, where there are any', async () => {
    const { message, place } = await under("require-trusted-types-for 'script'", false);
    if (!('trustedTypes' in globalThis)) expect(place).to.equal('file');
    else expect(message).to.match(/file: blocked by the policy directive require-trusted-types-for/);
  });
});

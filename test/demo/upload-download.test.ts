// The example of transfers: what is sent and what is fetched, to the last byte.
import { expect } from '@open-wc/testing';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of upload and download', () => {
  let page: DemoPage;
  let up: TransferProgress;
  let down: TransferProgress;
  beforeEach(async () => {
    page = await openDemoPage('examples/upload-download/index.html');
    up = page.get('transfer-progress', '#upload *');
    down = page.get('transfer-progress', '#download *');
  });
  afterEach(() => page.close());

  it('sends a file, and is complete when the server has it', async () => {
    page.choose('[name=file]', page.file('film.mp4', new Uint8Array(3e6)));
    page.press('#upload button');
    expect(await page.says('#upload output', /./)).to.equal('The server took 3 MB.');
    expect([up.loaded, up.total, up.state]).to.deep.equal([3e6, 3e6, 'complete']);
  });

  it('sends a sample when no file is chosen, and can be stopped', async () => {
    page.press('#upload button');
    up.abort();
    expect(await page.says('#upload output', /./)).to.match(/cancelled/);
    expect(up.state).to.equal('aborted');
  });

  it('fetches what is asked for, and counts it on its way', async () => {
    page.type('[name=megabytes]', '3');
    page.press('#download button');
    expect(await page.says('#download output', /./)).to.equal('3 MB have arrived.');
    expect([down.loaded, down.total, down.state]).to.deep.equal([3e6, 3e6, 'complete']);
  });

  it('says what is wrong when the server refuses', async () => {
    page.type('[name=megabytes]', '2000');
    page.press('#download button');
    await page.says('#download output', /./);
    expect(page.get('output', '#download *').className).to.equal('bad');
    expect(down.state).to.equal('idle');
  });
});

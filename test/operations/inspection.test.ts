/** The inspection operations called as what they are: plain functions. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import type { AnyOperation } from '../../src/operation.js';
import { inspectionOperations } from '../../src/operations/inspection.js';
import type { Bytes } from '../../src/streams/bytes.js';
import { makeJpeg, makePng, makeWav } from '../support/media.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { makeZip } from '../support/zip.js';
import { inspectionCases, type InspectionCall } from './inspection-cases.js';
import { makeMp4 } from './inspection-images.js';

/** A file that vanishes from the disk after so many reads. */
function vanishing(bytes: Bytes, reads: number): Blob {
  const gone = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  const slice = (start?: number, end?: number, type?: string): Blob => {
    // the same file under a type
    if (type !== undefined) return Object.assign(new Blob([bytes], { type }), { slice });
    const piece = new Blob([bytes.slice(start, end)]);
    return reads-- > 0 ? piece : Object.assign(piece, { arrayBuffer: gone });
  };
  return Object.assign(new Blob([bytes]), { slice });
}

/** What a page of its own says that has this script in place of the parsers. */
async function withoutParsers(script: string): Promise<unknown> {
  const nowhere = ['exifreader', 'music-metadata'].map((name): [string, string] => [
    `${location.origin}/bundled-packages/${name}.js`,
    `${location.origin}/nowhere.js`,
  ]);
  const frame = document.createElement('iframe');
  const said = new Promise((resolve) => {
    addEventListener(
      'message',
      ({ data, source }: MessageEvent<unknown>) => source === frame.contentWindow && resolve(data),
    );
  });
  frame.srcdoc = `<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(nowhere) })}</script>
    <script type="module">${script}</script>`;
  document.body.append(frame);
  const value = await said;
  frame.remove();
  return value;
}

const call: InspectionCall = async (type, input) => {
  const operation: AnyOperation = inspectionOperations[type];
  return (await operation(input as never, quiet())) as never;
};

describe('the inspection operations', () => {
  for (const { title, run } of inspectionCases) it(title, () => run(call));

  it('fail as changed when the file vanishes while its type is told', async () => {
    for (const reads of [0, 1, 2]) {
      const data = vanishing(makePng(1, 1), reads);
      const reason = await rejection(inspectionOperations['detect-type']({ data, fileName: 'a.png' }, quiet()));
      expect(reason, String(reads)).to.be.instanceOf(OperationError).with.property('code', 'changed');
    }
  });

  it('fail as changed when the file vanishes before a parser is done', async () => {
    for (const [name, bytes] of [
      ['a.png', makePng(1, 1)],
      ['a.wav', makeWav()],
      ['a.mp4', makeMp4('mp4a')],
      ['a.zip', makeZip([{ name: 'a' }])],
    ] as const) {
      let reads = 0;
      for (let done = false; !done; reads++) {
        const told = inspectionOperations['read-metadata']({ data: vanishing(bytes, reads), fileName: name }, quiet());
        const outcome = await told.catch((reason: unknown) => reason);
        done = !(outcome instanceof Error);
        if (done) expect(outcome, name).not.to.have.property('problem');
        else expect(outcome, `${name}, ${reads}`).to.have.property('code', 'changed');
      }
      expect(reads, name).to.be.above(3);
    }
  });

  it('fail where a parser cannot be loaded, which is no fault of the file', async () => {
    for (const [name, bytes] of [
      ['a.jpg', makeJpeg()],
      ['a.wav', makeWav()],
    ] as const) {
      const said = await withoutParsers(`
        import { readMetadata } from '${location.origin}/src/operations/inspection.ts';
        const input = { data: new Uint8Array([${bytes.join()}]), fileName: '${name}' };
        readMetadata(input, { signal: new AbortController().signal }).then(
          ({ problem }) => parent.postMessage('problem: ' + problem, '*'),
          ({ name }) => parent.postMessage(name, '*'),
        );`);
      expect(said, name).to.equal('TypeError');
    }
  });

  it('stop with the reason of their signal', async () => {
    const reason = new Error('enough');
    const context = quiet(AbortSignal.abort(reason));
    expect(await rejection(inspectionOperations['read-metadata']({ data: new Blob(['a']) }, context))).to.equal(reason);
  });
});

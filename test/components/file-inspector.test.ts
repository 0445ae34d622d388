/** <file-inspector>: what files are, in tables that can be read, with a preview that never runs anything. */
import { expect } from '@open-wc/testing';
import type { FileInspector } from '../../components/file-inspector.js';
import type { FileProblem } from '../../src/operations/inspection.js';
import { rowsOf } from '../../components/parts/report-rows.js';
import { phrase } from '../../components/parts/strings.js';
import { makeHeif, makeWebp } from '../operations/inspection-images.js';
import { makeJpeg, makePng, makeWav } from '../support/media.js';
import { makeZip } from '../support/zip.js';
import { holdPool, type HeldPool } from './held-pool.js';
import { clearPage, dropOn, frame, once, part, shown, textFile } from './on-page.js';

/** A PNG that every engine draws. */
async function picture(name = 'picture.png', type = 'image/png'): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = 30;
  canvas.height = 20;
  canvas.getContext('2d')?.fillRect(0, 0, 30, 20);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return new File([blob!], name, { type });
}

describe('<file-inspector>', () => {
  let held: HeldPool;
  beforeEach(() => {
    held = holdPool();
    held.open();
  });
  afterEach(() => {
    held.end();
    clearPage();
  });
  function make(properties: Partial<FileInspector> = {}): FileInspector {
    const element = document.createElement('file-inspector');
    Object.assign(element, properties);
    held.place.append(element);
    return element;
  }
  async function inspected(element: FileInspector, ...files: File[]): Promise<FileInspector> {
    element.files = files;
    await element.start();
    await element.updateComplete;
    return element;
  }
  const rows = (element: FileInspector) =>
    Object.fromEntries(
      [...element.shadowRoot!.querySelectorAll('[part~=table] tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent.trim()),
      ),
    ) as Record<string, string>;
  async function text(element: FileInspector): Promise<HTMLElement> {
    while (!shown(element, 'text')) await frame();
    return part(element, 'text');
  }

  it('starts when somebody has chosen files, and shows a table with headers', async () => {
    const element = make();
    const load = once(element, 'load');
    dropOn(element, await picture());
    await load;
    await element.updateComplete;
    expect(rows(element)).to.deep.include({ Type: 'image/png', Dimensions: '30 × 20 pixels' });
    const table = part(element, 'table');
    expect(table.localName).to.equal('table');
    expect(table.querySelector('caption')?.textContent.trim()).to.equal('About picture.png');
    expect([...table.querySelectorAll('tbody th')].every((cell) => cell.getAttribute('scope') === 'row')).to.equal(
      true,
    );
  });

  it('warns where the name says something else, in words and with a sign', async () => {
    const element = await inspected(make(), await picture('invoice.pdf', 'application/pdf'));
    expect(part(element, 'item-status').textContent).to.contain('Not what its name says: the content is image/png');
    expect(shown(element, 'item-wrong')).to.equal(true);
    const right = await inspected(make(), await picture());
    expect(shown(right, 'item-wrong')).to.equal(false);
  });

  it('lists what images, sounds and archives say of themselves', async () => {
    const image = await inspected(make(), new File([makeJpeg()], 'photo.jpg'));
    expect(rows(image)).to.deep.include({
      Camera: 'Tallow One',
      'Shown turned': '90°',
      Place: 'tells where it was taken',
    });
    const sound = await inspected(make(), new File([makeWav()], 'silence.wav'));
    expect(rows(sound)).to.include({ Title: 'Silence' });
    const zip = makeZip([{ name: 'a.txt', content: new Uint8Array(5) }, { name: '<b>.txt' }]);
    const archive = await inspected(make(), new File([zip], 'a.zip'));
    const cells = [...part(archive, 'entries').querySelectorAll('tbody tr')].map((row) =>
      row.children[0]?.textContent.trim(),
    );
    expect(cells).to.deep.equal(['a.txt', '<b>.txt']);
    expect(rows(archive)).to.include({ Entries: '2' });
    await expect(archive).to.be.accessible();
  });

  describe('shows a thumbnail', () => {
    it('of a raster image, whatever its name and type say, and revokes the address with the file', async () => {
      const element = await inspected(make({ multiple: true }), await picture('a.bin', 'text/html'), textFile('b.txt'));
      const image = part(element, 'thumbnail');
      if (!(image instanceof HTMLImageElement)) throw new Error('no image');
      await image.decode();
      expect([image.naturalWidth, image.alt]).to.deep.equal([30, 'Thumbnail of a.bin']);
      const { src } = image;
      expect((await (await fetch(src)).blob()).type).to.equal('image/png');
      element.items[0]?.remove();
      await element.updateComplete;
      expect(
        await fetch(src).then(
          () => 'still there',
          () => 'gone',
        ),
      ).to.equal('gone');
    });

    it('and revokes the address when it is removed, and makes another when it is back', async () => {
      const element = await inspected(make(), await picture());
      const first = part(element, 'thumbnail').getAttribute('src')!;
      element.remove();
      await frame();
      expect(
        await fetch(first).then(
          () => 'still there',
          () => 'gone',
        ),
      ).to.equal('gone');
      held.place.append(element);
      await element.updateComplete;
      const second = part(element, 'thumbnail').getAttribute('src')!;
      expect(second).not.to.equal(first);
      expect((await fetch(second)).ok).to.equal(true);
    });

    it('and one address for all renders', async () => {
      const element = await inspected(make(), await picture());
      const first = part(element, 'thumbnail').getAttribute('src');
      element.requestUpdate();
      await element.updateComplete;
      expect(part(element, 'thumbnail').getAttribute('src')).to.equal(first);
    });

    it('not of what cannot be drawn, nor of what claims to be huge', async () => {
      const broken = await inspected(make(), new File([makeJpeg()], 'photo.jpg'));
      while (shown(broken, 'thumbnail')) await frame();
      const bytes = new Uint8Array(await (await picture()).arrayBuffer());
      new DataView(bytes.buffer).setUint32(16, 60_000);
      new DataView(bytes.buffer).setUint32(20, 60_000);
      const huge = await inspected(make(), new File([bytes], 'huge.png'));
      // some engines group digits by the system's language
      expect(rows(huge).Dimensions).to.match(/^60.?000 × 60.?000 pixels$/);
      expect(shown(huge, 'thumbnail')).to.equal(false);
    });
  });

  describe('shows no thumbnail', () => {
    for (const [what, data] of [
      ['of an image that does not tell its size', makeWebp('VP8 ', 9, 9).slice(0, 24)],
      ['of an image that does not tell its height', makePng(9, 9).slice(0, 20)],
      ['of a lossy WebP that claims to be huge', makeWebp('VP8 ', 16_000, 16_000)],
      ['of a lossless WebP that claims to be huge', makeWebp('VP8L', 16_000, 16_000)],
      ['of an AVIF that claims to be huge', makeHeif('avif', [16, 16], [60_000, 60_000])],
    ] as const) {
      it(what, async () => {
        const element = await inspected(make(), new File([data], 'a'));
        expect(rows(element).Type).to.match(/^image/);
        expect(shown(element, 'thumbnail')).to.equal(false);
      });
    }
  });

  describe('runs and embeds nothing', () => {
    const hostile = {
      'drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="parent.ran=1"><script>window.ran=1</script><image href="x"/></svg>`,
      'page.html': `<!doctype html><html><body><img src=x onerror="window.ran=1"><script>window.ran=1</script></body></html>`,
      'note.xml': `<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a><script xmlns="http://www.w3.org/1999/xhtml">window.ran=1</script></a>`,
    };
    for (const [name, source] of Object.entries(hostile)) {
      it(`of ${name}, which is shown as text`, async () => {
        const element = await inspected(make(), textFile(name, source));
        const shownText = await text(element);
        expect(shownText.textContent).to.equal(source);
        expect(shownText.childElementCount).to.equal(0);
        expect(element.shadowRoot!.querySelector('img, iframe, object, embed, script, image')).to.equal(null);
        await frame();
        expect('ran' in window).to.equal(false);
        await expect(element).to.be.accessible();
      });
    }

    it('of an SVG that is called an image of another kind', async () => {
      const element = await inspected(make(), new File([hostile['drawing.svg']], 'a.png', { type: 'image/png' }));
      await text(element);
      expect(shown(element, 'thumbnail')).to.equal(false);
      expect(shown(element, 'item-wrong')).to.equal(true);
    });

    it('of names and tags that are markup', async () => {
      const element = await inspected(make(), new File([makeWav('<img src=x onerror=window.ran=1>')], '<b>.wav'));
      expect(rows(element)).to.include({ Title: '<img src=x onerror=window.ran=1>' });
      expect(element.shadowRoot!.querySelector('td img, b')).to.equal(null);
    });
  });

  it('shows only the beginning of a long text, and says so', async () => {
    const element = await inspected(make(), textFile('long.txt', 'ü'.repeat(100_000)));
    const shownText = await text(element);
    expect(shownText.textContent).to.equal('ü'.repeat(2000));
    expect(element.shadowRoot!.textContent.replaceAll('\u00a0', ' ')).to.contain('The first 4 kB, as text');
  });

  it('shows the beginning of any text, whatever its name makes of it', async () => {
    for (const name of ['a.yaml', 'a.toml', 'a.sh', 'a.sql', 'a.pem', 'a.key', 'a.q9z', 'a']) {
      const element = await inspected(make(), textFile(name, 'some: text'));
      expect((await text(element)).textContent, name).to.equal('some: text');
    }
    const calendar = await inspected(make(), textFile('a.ics', 'BEGIN:VCALENDAR'));
    expect((await text(calendar)).textContent).to.equal('BEGIN:VCALENDAR');
  });

  it('shows text of an older encoding as that of Windows, and says that it is not known', async () => {
    const element = await inspected(make(), new File([Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65, 0x80)], 'a.txt'));
    expect((await text(element)).textContent).to.equal('Grüße€');
    expect(rows(element)).to.include({ Encoding: 'an older one, of 8 bits' });
  });

  it('shows no bytes of a packed drawing', async () => {
    const packed = new Blob(['<svg/>']).stream().pipeThrough(new CompressionStream('gzip'));
    const element = await inspected(make(), new File([await new Response(packed).blob()], 'a.svgz'));
    expect(rows(element)).to.include({ Type: 'image/svg+xml, by its name or looks only' });
    expect(rows(element)).not.to.have.property('Problem');
    expect(shown(element, 'text')).to.equal(false);
  });

  it('shows a report without preview for what nobody knows', async () => {
    const element = await inspected(make(), new File([new Uint8Array([0, 1, 2, 3, 255])], 'blob.q9z'));
    expect(rows(element)).to.include({ Type: 'unknown' });
    expect([shown(element, 'text'), shown(element, 'thumbnail')]).to.deep.equal([false, false]);
  });

  it('saves one report, as JSON, for all files', async () => {
    const form = document.createElement('form');
    held.place.append(form);
    const element = document.createElement('file-inspector');
    Object.assign(element, { multiple: true, name: 'report' });
    form.append(element);
    await inspected(element, textFile('a.txt'), textFile('b.txt'));
    const [report] = new FormData(form).getAll('report');
    if (!(report instanceof File)) throw new Error('no report');
    expect(report.name).to.equal('report.json');
    const parsed: unknown = JSON.parse(await report.text());
    expect(parsed).to.have.length(2);
    expect(part(element, 'save-button').textContent.trim()).to.equal('Save report…');
  });
});

describe('the rows of a report', () => {
  const say = (name: Parameters<typeof phrase>[0], gaps?: Parameters<typeof phrase>[1]) => phrase(name, gaps, 'en');
  const type = { mimeType: 'image/jpeg', extension: 'jpg', confidence: 'high', mismatch: false } as const;
  const rowsFor = (report: object) =>
    Object.fromEntries(
      rowsOf({ name: 'a', size: 5, type, ...report }, { say, locale: 'en', path: 'a' }).map(({ label, value }) => [
        label,
        value,
      ]),
    );

  it('show no path in another order than it has, and none that is the name', () => {
    const hostile = 'photo\u202egnp.exe';
    const shownPath = (path: string) =>
      rowsOf({ name: 'photo gnp.exe', size: 5, type }, { say, locale: 'en', path }).find(
        ({ label }) => label === 'Path',
      );
    expect(shownPath(hostile)).to.equal(undefined);
    expect(shownPath(`a/${hostile}`)?.value).to.equal('a/photo gnp.exe');
  });

  it('leave out what is not known, and what no calendar has', () => {
    expect(rowsFor({ lastModified: 8.7e15 })).to.deep.equal({ Type: 'image/jpeg', Size: '5 bytes' });
    expect(rowsFor({ size: 1_234_567 })).to.include({ Size: '1.23 MB (1,234,567 bytes)' });
  });

  it('say each of the eight ways an image may stand', () => {
    const ways = [1, 2, 3, 4, 5, 6, 7, 8, 99].map(
      (orientation) => rowsFor({ image: { gps: false, orientation } })['Shown turned'],
    );
    expect(ways).to.deep.equal([
      undefined,
      'mirrored',
      '180°',
      '180°, mirrored',
      '90°, mirrored',
      '90°',
      '270°, mirrored',
      '270°',
      undefined,
    ]);
  });

  it('say rates and lengths in words', () => {
    const media = {
      duration: 125,
      bitrate: 192_000,
      sampleRate: 44_100,
      lossless: false,
      tags: { genre: ['a', 'b'], year: 1999 },
    };
    expect(rowsFor({ media })).to.include({ Duration: '2:05', Lossless: 'no', Genre: 'a, b', Year: '1999' });
    expect(rowsFor({ media })['Bit rate']).to.match(/192/);
  });

  it('say what keeps a file from telling more, in words that can be replaced', () => {
    const problemFor = (code: FileProblem['code']) => rowsFor({ problem: { code, message: 'not shown' } }).Problem;
    expect(problemFor('corrupt')).to.equal('It is damaged, or of a kind that is not known here');
    expect(problemFor('truncated')).to.equal('Something that belongs there is missing: it may be cut off');
  });

  it('are written in a language that no engine can read, all the same', () => {
    expect(
      rowsOf({ name: 'a', size: 5, type, lastModified: 0 }, { say, locale: 'not a language', path: 'a' }),
    ).to.have.length(3);
  });
});

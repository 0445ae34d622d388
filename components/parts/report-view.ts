/** Shows what is known of a file: a table, what an archive holds, and a preview. Everything is text; nothing of the file becomes markup. */
import { html, nothing, type TemplateResult } from 'lit';
import type { FileMetadataReport } from '../../src/bridge/file-bridge.js';
import { formatBytes } from './format.js';
import type { Preview } from './previews.js';
import { rowsOf } from './report-rows.js';
import type { Say } from './strings.js';

export interface ReportContext {
  readonly say: Say;
  readonly locale: string;
  readonly name: string;
  readonly path: string;
  readonly preview: Preview | null;
}

/** Entries of an archive that are listed. */
const mostEntries = 100;

export function renderReport(report: FileMetadataReport, context: ReportContext): TemplateResult {
  const { say, name, preview } = context;
  return html`
    ${
      preview?.kind === 'image'
        ? html`<img
            part="thumbnail"
            class="thumbnail"
            src=${preview.url}
            alt=${say('thumbnail-of', { name })}
            decoding="async"
            @error=${preview.failed}
          />`
        : nothing
    }
    <table part="table">
      <caption class="unseen">
        ${say('about-file', { name })}
      </caption>
      <thead class="unseen">
        <tr>
          <th scope="col">${say('property')}</th>
          <th scope="col">${say('content')}</th>
        </tr>
      </thead>
      <tbody>
        ${rowsOf(report, context).map(
          ({ label, value }) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td><bdi>${value}</bdi></td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${report.archive ? renderEntries(report.archive, context) : nothing}
    ${preview?.kind === 'text' ? renderText(preview, context) : nothing}
  `;
}

function renderEntries(
  { entries, count }: NonNullable<FileMetadataReport['archive']>,
  { say, locale, name }: ReportContext,
): TemplateResult | typeof nothing {
  if (entries.length === 0) return nothing;
  const shown = entries.slice(0, mostEntries);
  const label = say('entries-of', { name });
  return html`<div class="scroll" part="entries" role="region" aria-label=${label} tabindex="0">
    <table>
      <caption class="unseen">
        ${label}
      </caption>
      <thead>
        <tr>
          <th scope="col">${say('entry-name')}</th>
          <th scope="col" class="number">${say('entry-size')}</th>
          <th scope="col" class="number">${say('entry-packed')}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (entry) =>
            html`<tr>
              <td>
                <bdi>${entry.name}</bdi
                >${entry.encrypted ? html` <span class="hint">${say('entry-locked')}</span>` : nothing}
              </td>
              <td class="number">${entry.directory ? '' : formatBytes(entry.size, locale)}</td>
              <td class="number">${entry.directory ? '' : formatBytes(entry.compressedSize, locale)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${count > shown.length ? html`<p class="hint">${say('and-more', { count: count - shown.length })}</p>` : nothing}
  </div>`;
}

function renderText(
  { text, bytes, isWhole }: Extract<Preview, { kind: 'text' }>,
  { say, locale, name }: ReportContext,
): TemplateResult {
  return html`<div class="beginning">
    <p class="hint">${isWhole ? say('text-whole') : say('text-begins', { size: formatBytes(bytes, locale) })}</p>
    <pre part="text" class="scroll" role="region" aria-label=${say('text-of', { name })} tabindex="0">${text}</pre>
  </div>`;
}

/** The look of reports on files: tables, thumbnails, texts. */
import { css } from 'lit';

export const inspectorStyles = css`
  @layer tallow {
    /* a list of reports is one to read, with scrolling parts of its own */
    form > ul {
      max-block-size: var(--tallow-list-height, none);
    }
    .report {
      grid-column: 2 / -1;
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0.5rem 1rem;
      min-inline-size: 0;
      padding-block-end: 0.25rem;
    }
    .report > * {
      grid-column: 1 / -1;
    }
    .report > .thumbnail {
      grid-area: 1 / 2;
      max-inline-size: 8rem;
      max-block-size: 8rem;
      border: 1px solid var(--_line);
      border-radius: var(--_small);
      background: repeating-conic-gradient(var(--_hover) 0 25%, transparent 0 50%) 0 0 / 1rem 1rem;
      object-fit: contain;
    }
    .thumbnail + table {
      grid-area: 1 / 1;
    }
    table {
      inline-size: 100%;
      border-collapse: collapse;
      align-self: start;
      font-size: 0.875em;
    }
    th,
    td {
      padding-block: 0.15rem;
      padding-inline: 0 0.75rem;
      vertical-align: baseline;
      text-align: start;
      overflow-wrap: anywhere;
    }
    th {
      inline-size: 7.5rem;
      color: var(--_muted);
      font-weight: 400;
      overflow-wrap: normal;
    }
    .scroll {
      max-block-size: 12rem;
      overflow: auto;
      padding: 0.5rem 0.65rem;
      border: 1px solid var(--_line);
      border-radius: var(--_small);
      background: var(--_fill);
    }
    .scroll th {
      inline-size: auto;
      font-weight: 500;
    }
    .number {
      inline-size: 6rem;
      padding-inline-end: 0;
      text-align: end;
      white-space: nowrap;
    }
    .beginning {
      display: grid;
      gap: 0.2rem;
    }
    pre {
      margin: 0;
      font-family: ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, monospace;
      font-size: 0.8125em;
      line-height: 1.5;
      /* a text of any language, and none may turn the page around */
      unicode-bidi: isolate;
      direction: ltr;
      tab-size: 2;
    }
    .unseen {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    @container (max-inline-size: 26rem) {
      .report {
        grid-column: 1 / -1;
        grid-template-columns: minmax(0, 1fr);
      }
      .report > .thumbnail,
      .thumbnail + table {
        grid-area: auto;
      }
      .number {
        inline-size: auto;
      }
      th {
        inline-size: 6rem;
      }
    }
  }
`;

/** The look of digests, and of the field they are compared with. */
import { css } from 'lit';

export const hasherStyles = css`
  @layer tallow {
    .digests {
      grid-column: 2 / -1;
      display: grid;
      gap: 0.15rem;
      min-inline-size: 0;
    }
    .digests > div {
      display: grid;
      grid-template-columns: 4.75rem minmax(0, 1fr);
      align-items: center;
      column-gap: 0.65rem;
    }
    .digests dt {
      color: var(--_muted);
      font-size: 0.8125em;
    }
    .digests dd {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 0.35rem;
      min-inline-size: 0;
    }
    code {
      font-family: ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, monospace;
      font-size: 0.8125em;
      overflow-wrap: anywhere;
      user-select: all;
    }
    .same code {
      color: var(--_good);
    }
    .copied {
      color: var(--_good);
    }
    .compare label {
      display: block;
      margin-block-end: 0.2rem;
      font-size: 0.875em;
      font-weight: 500;
    }
    textarea {
      display: block;
      inline-size: 100%;
      min-block-size: 2.25rem;
      max-block-size: 8rem;
      padding: 0.45rem 0.65rem;
      border: 1px solid color-mix(in oklab, var(--_text) 45%, var(--_surface));
      border-radius: var(--_small);
      background: var(--_surface);
      color: inherit;
      font-family: ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, monospace;
      font-size: 0.8125em;
      line-height: 1.4;
      overflow-wrap: anywhere;
      resize: vertical;
      field-sizing: content;
    }
    textarea::placeholder {
      color: var(--_muted);
      font-family: system-ui, sans-serif;
      opacity: 1;
    }
    textarea[aria-invalid='true'] {
      border-color: var(--_danger);
    }
    textarea:disabled {
      opacity: 0.55;
    }
    #compared {
      margin-block-start: 0.35rem;
      font-size: 0.875em;
    }
    #compared.good {
      color: var(--_good);
    }
    .missing {
      max-block-size: 9rem;
      padding-inline-start: 1.25rem;
      border: 0;
      border-radius: 0;
      list-style: disc;
    }
    .missing li {
      display: list-item;
      padding: 0;
      border: 0;
      overflow-wrap: anywhere;
    }
    @media (forced-colors: active) {
      textarea::placeholder {
        color: GrayText;
      }
    }
    @container (max-inline-size: 26rem) {
      .digests {
        grid-column: 1 / -1;
      }
      .digests > div {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  }
`;

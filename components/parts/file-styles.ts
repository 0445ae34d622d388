/** The look of elements that work on files, on top of what all elements share. Long because it is a style sheet. */
import { css } from 'lit';

export const fileStyles = css`
  @layer tallow {
    form {
      display: flex;
      flex-direction: column;
      gap: var(--_gap);
      margin: 0;
      container-type: inline-size;
    }
    .zone {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 0.5rem 0.75rem;
      padding: 0.75rem;
      border: 1.5px dashed color-mix(in oklab, var(--_text) 38%, var(--_surface));
      border-radius: var(--_radius);
      background: var(--_fill);
      color: var(--_muted);
      text-align: center;
      transition:
        border-color var(--_fast),
        background-color var(--_fast);
    }
    .zone.large {
      flex-direction: column;
      padding: 2rem 1rem;
    }
    .zone > svg {
      color: var(--_muted);
    }
    .zone.large > svg {
      inline-size: 2rem;
      block-size: 2rem;
      stroke-width: 1.4;
    }
    .zone .choices {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 0.5rem;
    }
    .zone button {
      color: var(--_text);
    }
    .zone.over {
      border-color: var(--_accent);
      border-style: solid;
      background: color-mix(in oklab, var(--_accent) 12%, var(--_surface));
    }
    :host(:state(off)) .zone {
      border-color: var(--_line);
    }
    .zone .hint {
      flex-basis: 100%;
    }
    .zone.large .hint {
      flex-basis: auto;
    }

    ul {
      /* not 'none': WebKit would take the list for a mere stack of boxes */
      list-style: '';
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      max-block-size: var(--tallow-list-height, 22rem);
      overflow: auto;
    }
    li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto auto;
      align-items: center;
      gap: 0.35rem 0.65rem;
      padding-block: 0.5rem;
      padding-inline: 0.75rem 0.5rem;
    }
    li + li {
      border-block-start: 1px solid var(--_line);
    }
    li progress {
      grid-column: 1 / -1;
      margin-inline-end: 0.25rem;
      inline-size: auto;
      justify-self: stretch;
    }
    .mark {
      display: grid;
      color: var(--_muted);
    }
    .name {
      display: flex;
      inline-size: fit-content;
      max-inline-size: 100%;
      font-weight: 500;
      white-space: pre;
    }
    .stem {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .status {
      color: var(--_muted);
      font-size: 0.875em;
      overflow-wrap: anywhere;
    }
    .done .mark {
      color: var(--_good);
    }
    .open .mark {
      color: var(--_muted);
    }
    .failed .mark,
    .failed .status,
    .wrong .mark,
    .wrong .status,
    .refused .mark,
    .refused .status {
      color: var(--_danger);
    }
    .refused .name {
      color: var(--_muted);
    }
    .actions:empty,
    .end:empty {
      display: none;
    }
    .end {
      grid-column: 4;
    }
    @container (max-inline-size: 26rem) {
      li {
        grid-template-columns: auto minmax(0, 1fr) auto;
        row-gap: 0.1rem;
      }
      li progress {
        margin-block: 0.25rem;
      }
      .about {
        display: contents;
      }
      .end {
        grid-area: 1 / 3;
      }
      .status {
        grid-column: 2 / -1;
      }
      .actions {
        grid-column: 2 / -1;
      }
      .bar > button {
        flex: 1 1 auto;
      }
    }

    .bar {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
    }
    .bar .primary {
      min-inline-size: 8rem;
    }
    .total {
      display: grid;
      gap: 0.35rem;
    }
    .total p {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 1rem;
    }

    @media (forced-colors: active) {
      .zone.over {
        border-color: Highlight;
      }
    }
  }
`;

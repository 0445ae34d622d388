/** The look of `<connectivity-check>`, on top of what the elements share. Long because it is a style sheet. */
import { css } from 'lit';

export const checkStyles = css`
  @layer tallow {
    :host {
      --_warning: var(--tallow-warning, light-dark(#805200, #f2c36b));
    }
    .base {
      --_verdict: var(--_muted);
      display: flex;
      flex-direction: column;
      gap: var(--_gap);
      container-type: inline-size;
    }
    .online {
      --_verdict: var(--_good);
    }
    .limited {
      --_verdict: var(--_warning);
    }
    .offline {
      --_verdict: var(--_danger);
    }
    .busy {
      --_verdict: var(--_accent);
    }

    .header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem 0.75rem;
    }
    .badge {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: 2.5rem;
      block-size: 2.5rem;
      border-radius: 50%;
      background: color-mix(in oklab, var(--_verdict) 13%, var(--_surface));
      color: var(--_verdict);
      transition:
        background-color var(--_fast),
        color var(--_fast);
    }
    .header .about {
      flex: 1 1 9rem;
      min-inline-size: 0;
    }
    .label {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .status,
    .figures {
      color: var(--_muted);
      font-size: 0.875em;
      overflow-wrap: anywhere;
    }
    .start {
      min-inline-size: 7rem;
    }
    .track {
      opacity: 0.25;
    }
    .turning {
      transform-origin: 12px 12px;
      animation: turning 1.1s linear infinite;
    }
    @keyframes turning {
      to {
        transform: rotate(1turn);
      }
    }

    ul {
      /* not 'none': WebKit would take the list for a mere stack of boxes */
      list-style: '';
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
    }
    li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto minmax(3.4rem, auto);
      align-items: center;
      gap: 0.3rem 0.65rem;
      padding: 0.6rem 0.75rem;
    }
    li + li {
      border-block-start: 1px solid var(--_line);
    }
    .mark {
      display: grid;
      color: var(--_muted);
    }
    .name {
      font-weight: 500;
    }
    li .about {
      grid-column: 2;
    }
    .duration {
      grid-column: 4;
      color: var(--_muted);
      font-size: 0.8125em;
      text-align: end;
      white-space: nowrap;
    }
    .advice,
    .choice,
    .details,
    li progress {
      grid-column: 2 / -1;
    }
    .advice {
      font-size: 0.875em;
      overflow-wrap: anywhere;
    }
    .skipped .advice {
      color: var(--_muted);
    }
    li progress {
      margin-block: 0.2rem;
    }
    .running .mark {
      color: var(--_accent);
    }
    .passed .mark {
      color: var(--_good);
    }
    .warning .mark {
      color: var(--_warning);
    }
    .failed .mark,
    .failed .advice {
      color: var(--_danger);
    }

    .sparkline {
      grid-column: 3;
      inline-size: 5.5rem;
      block-size: 1.75rem;
      stroke-width: 1.5;
      color: var(--_accent);
    }
    .sparkline:dir(rtl) {
      transform: scaleX(-1);
    }
    .line {
      vector-effect: non-scaling-stroke;
    }
    .area {
      stroke: none;
      fill: color-mix(in oklab, currentColor 14%, transparent);
    }

    .choice {
      display: flex;
      align-items: start;
      gap: 0.5rem;
      inline-size: fit-content;
      font-size: 0.875em;
      cursor: pointer;
    }
    .choice input {
      flex: none;
      inline-size: 1.15em;
      min-block-size: 0;
      block-size: 1.15em;
      margin: 0.15em 0 0;
      accent-color: var(--_accent);
      cursor: pointer;
    }

    .details {
      font-size: 0.875em;
    }
    summary {
      inline-size: fit-content;
      padding-block: 0.1rem;
      border-radius: var(--_small);
      color: var(--_muted);
      cursor: pointer;
    }
    summary:hover {
      color: var(--_text);
    }
    dl {
      display: grid;
      gap: 0.45rem 1rem;
      margin-block: 0.4rem 0.25rem;
    }
    dl > div {
      display: grid;
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
      gap: 0 1rem;
    }
    dt {
      color: var(--_muted);
    }
    dt,
    dd {
      overflow-wrap: anywhere;
    }
    .details button {
      margin-block: 0.35rem 0.15rem;
    }
    button[aria-pressed='true'] {
      border-color: var(--_accent);
      background: color-mix(in oklab, var(--_accent) 12%, var(--_surface));
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 0.15rem;
      margin-inline: -0.6rem;
      margin-block: -0.25rem;
    }

    @container (max-inline-size: 24rem) {
      .start {
        flex: 1 1 100%;
      }
      li {
        grid-template-columns: auto minmax(0, 1fr) auto;
      }
      .duration {
        grid-area: 1 / 3;
      }
      .sparkline {
        grid-column: 2 / -1;
        inline-size: 100%;
      }
      .advice,
      .choice,
      .details,
      li progress {
        grid-column: 1 / -1;
      }
      dl > div {
        grid-template-columns: minmax(0, 1fr);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .turning {
        animation: none;
      }
    }
    @media (forced-colors: active) {
      .base .badge,
      .base .mark,
      .base .sparkline {
        forced-color-adjust: none;
        background: Canvas;
        color: CanvasText;
      }
      .badge {
        border: 1px solid CanvasText;
      }
      .area {
        fill: none;
      }
      .actions {
        gap: 0.35rem;
        margin: 0;
      }
      button[aria-pressed='true'] {
        forced-color-adjust: none;
        border-color: Highlight;
        background: Highlight;
        color: HighlightText;
      }
    }
  }
`;

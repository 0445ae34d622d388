/** The look of `<transfer-progress>`, on top of what the elements share. Long because it is a style sheet. */
import { css } from 'lit';

export const transferStyles = css`
  @layer tallow {
    :host {
      min-inline-size: min(100%, 10rem);
    }
    .base {
      --_still: color-mix(in oklab, var(--_text) 45%, var(--_surface));
      container-type: inline-size;
    }
    .header {
      display: flex;
      align-items: center;
      gap: 0.25rem 0.65rem;
      margin-block-end: 0.35rem;
    }
    .about {
      flex: 1 1 auto;
      min-inline-size: 0;
    }
    .label {
      font-weight: 500;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .label:not(.named) {
      display: none;
    }
    .status {
      color: var(--_muted);
      font-size: 0.875em;
      overflow-wrap: anywhere;
    }
    .failed .status,
    .failed .mark {
      color: var(--_danger);
    }
    .mark {
      color: var(--_muted);
    }
    .complete .mark {
      color: var(--_good);
    }
    .complete progress {
      --_accent: var(--_good);
    }
    .failed progress {
      --_accent: var(--_danger);
    }
    .paused progress,
    .stalled progress,
    .aborted progress {
      --_accent: var(--_still);
    }
    .stalled progress:indeterminate {
      animation-play-state: paused;
    }

    .sparkline {
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
    .paused .sparkline,
    .stalled .sparkline {
      color: var(--_still);
    }

    .actions {
      display: flex;
      gap: 0.15rem;
      margin-inline-end: -0.35rem;
    }

    .nested > slot:not([name]) {
      display: grid;
      gap: var(--_gap);
      margin-block-start: var(--_gap);
      padding-inline-start: 0.85rem;
      border-inline-start: 2px solid var(--_line);
    }
    /* what stands there for pages without script is shown better above */
    ::slotted(progress) {
      display: none !important;
    }

    @container (max-inline-size: 24rem) {
      .header {
        flex-wrap: wrap;
      }
      .about {
        flex-basis: 60%;
      }
      .actions {
        margin-inline-start: auto;
      }
      .sparkline {
        inline-size: 3.5rem;
      }
    }
    @media (forced-colors: active) {
      .base .sparkline,
      .base .mark {
        forced-color-adjust: none;
        color: CanvasText;
      }
      .actions {
        margin-inline-end: 0;
      }
      .area {
        fill: none;
      }
    }
  }
`;

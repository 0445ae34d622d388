/**
 * The look that the elements share: colours, buttons, fields, progress bars. Quiet, and the system's own where it can be.
 * Long because it is a style sheet.
 */
import { css } from 'lit';

/**
 * Colours follow the `color-scheme` of the page, by light-dark() and system colours; `--tallow-*` properties replace them.
 * `@layer` lets a rule of the page on a `::part` win without a fight.
 */
export const tokens = css`
  @layer tallow {
    :host {
      --_accent: var(--tallow-accent, light-dark(#1858b8, #9cc3ff));
      --_on-accent: var(--tallow-on-accent, light-dark(#ffffff, #0a2347));
      --_text: var(--tallow-text, CanvasText);
      --_surface: var(--tallow-surface, Canvas);
      --_danger: var(--tallow-danger, light-dark(#a8201a, #ffb1a8));
      --_good: var(--tallow-good, light-dark(#176a37, #86d9a2));
      --_muted: color-mix(in oklab, var(--_text) 68%, var(--_surface));
      --_line: color-mix(in oklab, var(--_text) 20%, var(--_surface));
      --_fill: color-mix(in oklab, var(--_text) 5%, var(--_surface));
      --_hover: color-mix(in oklab, var(--_text) 9%, var(--_surface));
      --_radius: var(--tallow-radius, 0.625rem);
      --_small: calc(var(--_radius) * 0.6);
      --_gap: var(--tallow-gap, 0.75rem);
      --_fast: 120ms;
      display: block;
      box-sizing: border-box;
      min-inline-size: min(100%, 17.5rem);
      color: var(--_text);
      line-height: 1.45;
      font-variant-numeric: tabular-nums;
    }
    :host([hidden]),
    [hidden] {
      display: none !important;
    }
    *,
    ::before,
    ::after {
      box-sizing: border-box;
    }
    p,
    ul,
    dl,
    dd {
      margin: 0;
      padding: 0;
    }
    svg {
      inline-size: 1.25em;
      block-size: 1.25em;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.75;
      stroke-linecap: round;
      stroke-linejoin: round;
      flex: none;
    }
    .hint {
      color: var(--_muted);
      font-size: 0.875em;
    }
    .problem {
      color: var(--_danger);
      font-size: 0.875em;
    }
    @media (prefers-contrast: more) {
      :host {
        --_muted: var(--_text);
        --_line: var(--_text);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      :host {
        --_fast: 0s;
      }
    }
  }
`;

export const controls = css`
  @layer tallow {
    button {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      gap: 0.4em;
      min-block-size: 2.25rem;
      padding: 0.3rem 0.85rem;
      border: 1px solid var(--_line);
      border-radius: var(--_small);
      background: var(--_surface);
      color: inherit;
      font: inherit;
      font-weight: 500;
      line-height: 1.25;
      text-align: center;
      /* words that fell back to English keep their ellipsis at their end on a right-to-left page */
      unicode-bidi: plaintext;
      cursor: pointer;
      transition:
        background-color var(--_fast),
        border-color var(--_fast);
    }
    button:hover {
      background: var(--_hover);
    }
    button:active {
      border-color: currentColor;
    }
    button.primary {
      border-color: transparent;
      background: var(--_accent);
      color: var(--_on-accent);
    }
    button.primary:hover {
      background: color-mix(in oklab, var(--_accent) 88%, var(--_text));
    }
    button.quiet {
      border-color: transparent;
      background: none;
    }
    button.quiet:hover {
      background: var(--_hover);
    }
    button.small {
      min-block-size: 2rem;
      padding: 0.15rem 0.6rem;
      font-size: 0.875em;
    }
    button.icon {
      min-inline-size: 2rem;
      padding: 0.15rem;
    }
    button:disabled,
    input:disabled {
      opacity: 0.55;
      cursor: default;
    }
    :focus-visible {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }
    input {
      inline-size: 100%;
      min-block-size: 2.25rem;
      padding: 0.3rem 0.65rem;
      border: 1px solid color-mix(in oklab, var(--_text) 45%, var(--_surface));
      border-radius: var(--_small);
      background: var(--_surface);
      color: inherit;
      font: inherit;
    }
    input[aria-invalid='true'] {
      border-color: var(--_danger);
    }
    progress {
      appearance: none;
      display: block;
      inline-size: 100%;
      block-size: 0.375rem;
      border: 0;
      border-radius: 1rem;
      background: var(--_hover);
      color: var(--_accent);
      overflow: hidden;
    }
    progress::-webkit-progress-bar {
      background: var(--_hover);
    }
    progress::-webkit-progress-value {
      background: var(--_accent);
      transition: inline-size var(--_fast) linear;
    }
    progress::-moz-progress-bar {
      background: var(--_accent);
    }
    progress:indeterminate::-moz-progress-bar {
      inline-size: 0;
    }
    progress:indeterminate {
      background: linear-gradient(90deg, var(--_hover) 30%, var(--_accent) 50%, var(--_hover) 70%) 0 0 / 200% 100%;
      animation: waiting 1.6s linear infinite;
    }
    progress:indeterminate::-webkit-progress-bar {
      background: none;
    }
    @keyframes waiting {
      from {
        background-position: 200% 0;
      }
      to {
        background-position: 0 0;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      progress:indeterminate {
        animation: none;
      }
    }
    @media (forced-colors: active) {
      button.primary {
        border-color: ButtonText;
      }
      button:disabled {
        opacity: 1;
        color: GrayText;
        border-color: GrayText;
      }
      progress {
        forced-color-adjust: none;
        border: 1px solid CanvasText;
        background: Canvas;
        block-size: 0.6rem;
      }
      progress::-webkit-progress-bar {
        background: Canvas;
      }
      progress::-webkit-progress-value {
        background: Highlight;
      }
      progress::-moz-progress-bar {
        background: Highlight;
      }
      progress:indeterminate {
        background: repeating-linear-gradient(135deg, Canvas 0 6px, GrayText 6px 12px);
      }
    }
  }
`;

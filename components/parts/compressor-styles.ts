/** The look of the bar that shows how small a file became. */
import { css } from 'lit';

export const compressorStyles = css`
  @layer tallow {
    .ratio {
      grid-column: 2 / -1;
      inline-size: 100%;
      block-size: 0.25rem;
      border-radius: 1rem;
      stroke: none;
    }
    .ratio .before {
      fill: var(--_hover);
    }
    .ratio .after {
      fill: var(--_accent);
    }
    :host(:dir(rtl)) .ratio {
      transform: scaleX(-1);
    }
    @media (forced-colors: active) {
      .ratio .before {
        fill: GrayText;
      }
      .ratio .after {
        fill: Highlight;
      }
    }
  }
`;

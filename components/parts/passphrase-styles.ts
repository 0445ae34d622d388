/** The look of the fields for a passphrase. */
import { css } from 'lit';

export const passphraseStyles = css`
  @layer tallow {
    .secret {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
      gap: 0.5rem var(--_gap);
      align-items: end;
    }
    .field {
      max-inline-size: 26rem;
    }
    .secret > p {
      grid-column: 1 / -1;
    }
    label {
      display: block;
      margin-block-end: 0.2rem;
      font-size: 0.875em;
      font-weight: 500;
    }
    .joined {
      position: relative;
    }
    .joined input {
      padding-inline-end: 2.75rem;
    }
    .joined button {
      position: absolute;
      inset-block: 0.125rem;
      inset-inline-end: 0.125rem;
      min-block-size: 0;
      padding: 0 0.6rem;
      color: var(--_muted);
    }
  }
`;

/** The panel of `<worker-pool monitor>`: what the workers do, in dots and numbers. */
import { css, html, type TemplateResult } from 'lit';
import { formatMilliseconds, formatNumber } from './format.js';
import type { Pool } from './pool-lookup.js';
import type { PhraseName, Say } from './strings.js';

type Stats = ReturnType<Pool['getStats']>;

/** More dots than this say nothing that the numbers do not. */
const mostDots = 32;

export function renderMonitor(stats: Stats, say: Say, locale: string): TemplateResult {
  const { size, busy, idle, starting, place } = stats;
  const count = (value: number) => formatNumber(value, locale);
  const time = (value: number) => (stats.completed + stats.failed > 0 ? formatMilliseconds(value, locale) : '–');
  const numbers: readonly (readonly [PhraseName, string])[] = [
    ['pool-queued', count(stats.queued)],
    ['pool-completed', count(stats.completed)],
    ['pool-failures', count(stats.failed)],
    ['pool-restarts', count(stats.restarted)],
    ['pool-wait', time(stats.waitTime.mean)],
    ['pool-run', time(stats.runTime.mean)],
  ];
  return html`
    <div part="monitor" class="monitor" role="group" aria-label=${say('pool-label')}>
      <p part="monitor-state" class="state">
        <span class="dots" aria-hidden="true">
          ${Array.from({ length: Math.min(size, mostDots) }, (_, index) => {
            const kind =
              index < busy
                ? 'busy'
                : index < busy + idle
                  ? 'idle'
                  : index < busy + idle + starting
                    ? 'starting'
                    : 'absent';
            return html`<span part="monitor-worker ${kind}" class=${kind}></span>`;
          })}
        </span>
        <bdi>${say('pool-workers', { busy, size })}</bdi>
        <bdi class="hint">${placeWords(stats.state, place, say)}</bdi>
      </p>
      <dl part="monitor-numbers">
        ${numbers.map(
          ([name, value]) =>
            html`<div>
              <dt>${say(name)}</dt>
              <dd><bdi>${value}</bdi></dd>
            </div>`,
        )}
      </dl>
    </div>
  `;
}

function placeWords(state: Stats['state'], place: string | null, say: Say): string {
  if (place === null || state === 'failed' || state === 'closed') return say(`pool-${state}`);
  return say(place === 'page' ? 'pool-on-page' : 'pool-in-workers');
}

export const monitorStyles = css`
  @layer tallow {
    .monitor {
      margin-block-start: var(--_gap);
      padding: 0.6rem 0.75rem;
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      font-size: 0.875em;
      container-type: inline-size;
    }

    .state {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.2rem 0.75rem;
    }
    .hint {
      font-size: inherit;
      margin-inline-start: auto;
    }
    .dots {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 0.3rem;
    }
    .dots span {
      inline-size: 0.7rem;
      block-size: 0.7rem;
      border: 1.5px solid var(--_muted);
      border-radius: 50%;
      transition: background-color var(--_fast);
    }
    .dots .busy {
      border-color: var(--_accent);
      background: var(--_accent);
    }
    .dots .absent {
      border-color: var(--_line);
      border-style: dotted;
    }
    .dots .starting {
      border-style: dashed;
    }
    dl {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
      gap: 0.4rem 0.75rem;
      margin-block-start: 0.5rem;
    }
    @container (min-inline-size: 30rem) {
      dl {
        grid-template-columns: repeat(6, 1fr);
      }
    }
    dt {
      color: var(--_muted);
      font-size: 0.9em;
    }
    dd {
      font-weight: 500;
    }
    @media (forced-colors: active) {
      .dots .busy {
        forced-color-adjust: none;
        border-color: Highlight;
        background: Highlight;
      }
    }
  }
`;

/** What `<connectivity-check>` shows of a check to who wants to know more: each URL, each server, every figure. */
import { html, nothing, type TemplateResult } from 'lit';
import { isUnasked, judgeConnectivity } from './check-judgement.js';
import type { CheckResult, ResultOf } from './check-types.js';
import { hostOf, safeUrl } from './check-url.js';
import { adviceOf } from './check-words.js';
import { formatBytes, formatMegabits, formatMilliseconds } from './format.js';
import type { Say } from './strings.js';

export interface DetailsView {
  readonly showsAddresses: boolean;
  readonly toggleAddresses: () => void;
  readonly say: Say;
  readonly locale: string;
}
type Record<Check extends CheckResult['check']> = NonNullable<ResultOf<Check>['record']>;
/** A term, what is said of it, and how it looks. */
type Entry = readonly [term: string, words: string];

export function renderDetails(result: CheckResult, view: DetailsView): TemplateResult | typeof nothing {
  const entries = entriesOf(result, view);
  if (entries.length === 0) return nothing;
  const name = view.say(`check-${result.check}`);
  return html`<details part="details" class="details">
    <summary part="details-summary" aria-label=${view.say('check-details', { name })}>
      ${view.say('check-details-short')}
    </summary>
    <dl>
      ${entries.map(
        ([term, words]) =>
          html`<div>
            <dt><bdi>${term}</bdi></dt>
            <dd><bdi>${words}</bdi></dd>
          </div>`,
      )}
    </dl>
    ${result.check === 'ice' ? renderToggle(view) : nothing}
  </details>`;
}

function renderToggle({ showsAddresses, toggleAddresses, say }: DetailsView): TemplateResult {
  return html`<button
    type="button"
    part="button addresses-button"
    class="small"
    aria-pressed=${showsAddresses ? 'true' : 'false'}
    @click=${toggleAddresses}
  >
    ${say('show-addresses')}
  </button>`;
}

function entriesOf(result: CheckResult, view: DetailsView): readonly Entry[] {
  if (result.record === null) return [];
  switch (result.check) {
    case 'connectivity':
      return result.record.map((record) => urlEntry(record, view));
    case 'latency':
      return latencyEntries(result.record, view);
    case 'ice':
      return iceEntries(result.record, view);
    case 'bandwidth':
      return bandwidthEntries(result.record, view);
  }
}

function urlEntry(record: Record<'connectivity'>[number], { say, locale }: DetailsView): Entry {
  const { status, code } = judgeConnectivity([record]);
  const blame: CheckResult = {
    ...{ check: 'connectivity', status, code, subject: '' },
    ...{ record: [record], milliseconds: null, error: null },
  };
  const time = record.responseTime === null ? '' : formatMilliseconds(record.responseTime, locale);
  return [safeUrl(record.url), code === 'ok' ? time : adviceOf(blame, say)];
}

function latencyEntries(record: Record<'latency'>, { say, locale }: DetailsView): readonly Entry[] {
  const { url, median, min, max, p90, source } = record;
  if (median === null || min === null || max === null) return [];
  const time = (value: number) => formatMilliseconds(value, locale);
  return [
    [say('check-connectivity-one'), hostOf(url)],
    [say('check-half'), time(median)],
    [say('check-nine'), time(p90 ?? max)],
    [say('check-least-most'), say('check-range', { least: time(min), most: time(max) })],
    [say('check-method'), say(`check-by-${source}`)],
  ];
}

function iceEntries(record: Record<'ice'>, { say, locale, showsAddresses }: DetailsView): readonly Entry[] {
  const { servers, mapping, publicAddresses, candidates } = record;
  if (isUnasked(record)) return [];
  const works = servers.map((server): Entry => {
    const words = say(server.kind === 'turn' ? 'check-relay' : 'check-answers');
    const time = server.milliseconds === null ? '' : ` · ${formatMilliseconds(server.milliseconds, locale)}`;
    const status = server.ok ? 'passed' : 'failed';
    const blame: CheckResult = {
      ...{ check: 'ice', status, code: server.code, subject: '' },
      ...{ record: null, milliseconds: null, error: null },
    };
    return [safeUrl(server.url), server.ok ? words + time : adviceOf(blame, say)];
  });
  const known = mapping === 'unknown' ? 'check-mapping-unknown' : (`check-${mapping}` as const);
  const local = candidates.filter(({ type }) => type === 'host');
  const inClear = [...new Set(local.filter(({ family }) => family !== 'mdns').map(({ address }) => address))];
  const hidden = local.length > inClear.length ? [say('check-hidden')] : [];
  const list = (addresses: readonly string[]) => addresses.join(', ') || say('check-no-address');
  const addresses: readonly Entry[] = [
    [say('check-public'), list(publicAddresses)],
    [say('check-local'), list([...inClear, ...hidden])],
  ];
  return [...works, [say('check-mapping'), say(known)], ...(showsAddresses ? addresses : [])];
}

function bandwidthEntries(record: Record<'bandwidth'>, { say, locale }: DetailsView): readonly Entry[] {
  const { download, upload, bytesTransferred } = record;
  const spread = [
    { direction: download, name: 'check-down' as const },
    { direction: upload, name: 'check-up' as const },
  ].flatMap(({ direction, name }): readonly Entry[] => {
    if (typeof direction?.p10 !== 'number' || direction.p90 === null) return [];
    const [least, most] = [formatMegabits(direction.p10, locale), formatMegabits(direction.p90, locale)];
    return [[say(`${name}-name`), say('check-range', { least, most })]];
  });
  const increase = download?.latency?.increase ?? null;
  const full: readonly Entry[] =
    increase === null
      ? []
      : [[say('check-under-load'), say('check-more', { time: formatMilliseconds(increase, locale) })]];
  return [...spread, ...full, [say('check-moved'), formatBytes(bytesTransferred, locale)]];
}

import { html, type Html } from '@millrace/core/report';
import { formatCount, formatShare } from '../validation/format-value.ts';

export interface ValueSeries {
  readonly name: string;
  readonly values: readonly (string | number | boolean)[];
  readonly counts: readonly number[];
  /** All values of the column, the unlisted too. */
  readonly total: number;
  readonly isComplete: boolean;
}

const most = 10;

/** The most frequent values of one or two columns as horizontal bars, with what is left over. */
export function drawValueBars(
  series: readonly ValueSeries[],
  {
    formatLabel,
    distinctCount,
  }: { readonly formatLabel: (value: string | number | boolean) => Html; readonly distinctCount: number },
): Html {
  const shares = series.map(
    ({ values, counts, total }) => new Map(values.map((value, i) => [value, counts[i]! / Math.max(1, total)])),
  );
  const all = [...new Set(series.flatMap(({ values }) => values.slice(0, most)))];
  const largestShare = (value: string | number | boolean): number =>
    Math.max(...shares.map((share) => share.get(value) ?? 0));
  const shown = all
    .map((value) => ({ value, share: largestShare(value) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
  const widest = shown[0]?.share ?? 1;
  const rest = distinctCount - shown.length;
  return html`<div class="bars">
    ${shown.map(
      ({ value }) =>
        html`<div class="bar-row">
          <span class="bar-label">${formatLabel(value)}</span>
          <span class="bar-track"
            >${series.map((one, i) => drawBar(one, { share: shares[i]!.get(value), value, widest, i }))}</span
          >
          <span class="bar-shares"
            >${series.map((one, i) => html`<span class="t${i}">${sharesText(one, shares[i]!.get(value))}</span>`)}</span
          >
        </div>`,
    )}
    ${rest > 0 && html`<p class="rest">and ${formatCount(rest)} more ${rest === 1 ? 'value' : 'values'}</p>`}
  </div>`;
}

function drawBar(
  { name, total }: ValueSeries,
  {
    share = 0,
    widest,
    i,
  }: {
    readonly share: number | undefined;
    readonly value: string | number | boolean;
    readonly widest: number;
    readonly i: number;
  },
): Html {
  const width = Math.round((share / widest) * 1000) / 10;
  return html`<span
    class="bar s${i}"
    style="width:${width}%"
    title="${name}: ${formatCount(Math.round(share * total))} rows"
  ></span>`;
}

function sharesText({ isComplete }: ValueSeries, share: number | undefined): string {
  if (share === undefined) return isComplete ? '–' : '?';
  return formatShare(share);
}

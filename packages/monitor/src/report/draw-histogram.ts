import type { DriftHistogram } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { formatShare } from './format.ts';

const size = { width: 320, height: 96, bottom: 16 };

/** Both sides over the same ranges: the reference as an outline, the requests filled. For ranges and hours. */
export function drawRanges({ labels, current, reference }: DriftHistogram, label: string): Html {
  const highest = Math.max(...current, ...reference, 1e-9);
  const step = size.width / labels.length;
  const base = size.height - size.bottom;
  const y = (share: number): number => round(base - (share / highest) * (base - 4));
  const steps = (shares: readonly number[]): string =>
    `M0,${base}${shares.map((share, i) => `V${y(share)}H${round((i + 1) * step)}`).join('')}V${base}`;
  const ends = [labels[0]!.split(' to ')[0]!, labels.at(-1)!.split(' to ').at(-1)!];
  return html`<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">
    <path class="current" d="${steps(current)}Z" />
    <path class="reference" d="${steps(reference)}" />
    <path class="axis" d="M0,${base}H${size.width}" />
    <text x="0" y="${size.height - 3}">${ends[0]!}</text>
    <text x="${size.width}" y="${size.height - 3}" text-anchor="end">${ends[1]!}</text>
    ${labels.map(
      (range, i) =>
        html`<rect class="hover" x="${round(i * step)}" y="0" width="${round(step)}" height="${base}"
          ><title>${range} requests ${formatShare(current[i]!)}, reference ${formatShare(reference[i]!)}</title></rect
        >`,
    )}
  </svg>`;
}

const shown = 8;

/** Both sides as bars, a line a value. */
export function drawValueBars({ labels, current, reference }: DriftHistogram): Html {
  const highest = Math.max(...current, ...reference, 1e-9);
  const width = (share: number): string => `${Math.round((share / highest) * 1000) / 10}%`;
  const rest = labels.length - shown;
  return html`<div class="bars">
    ${labels.slice(0, shown).map(
      (name, i) =>
        html`<span class="bar-label" title="${name.slice(0, 200)}"
            ><bdi>${name === '' ? '(empty)' : name.slice(0, 40)}</bdi></span
          >
          <span class="bar-track"
            ><i class="current" style="width:${width(current[i]!)}"></i
            ><i class="reference" style="width:${width(reference[i]!)}"></i
          ></span>
          <span class="bar-shares">${formatShare(current[i]!)} <small>${formatShare(reference[i]!)}</small></span>`,
    )}
    ${rest > 0 && html`<span class="rest">and ${rest} more</span>`}
  </div>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

import { roundSignificant, type EvaluatedMetric, type MetricEstimate } from '@millrace/core';
import { intervalRuleOf } from '../metric-definitions.ts';
import type { MetricSamples } from './metric-samples.ts';
import { normalQuantile, percentileInterval, recentre, wilsonInterval, type Interval } from './percentile-interval.ts';
import type { SliceSamples } from './slice-rows.ts';

const boundDigits = 6;

/** The chosen metrics of a slice with intervals at this level, beside the baseline's and the difference. */
export function estimateMetrics(
  { candidate, baseline }: SliceSamples,
  names: readonly string[],
  options: { readonly level: number; readonly chosen: ReadonlySet<string> },
): Readonly<Record<string, EvaluatedMetric>> {
  const { level, chosen } = options;
  const metrics: Record<string, EvaluatedMetric> = {};
  names.forEach((name, index) => {
    if (!chosen.has(name)) return;
    metrics[name] = {
      ...estimateOne(candidate, { name, index, level }),
      baseline: baseline === undefined ? null : estimateOne(baseline, { name, index, level }),
      change: baseline === undefined ? null : estimateChange(candidate, baseline, { name, index, level }),
    };
  });
  return metrics;
}

interface MetricPlace {
  readonly name: string;
  readonly index: number;
  readonly level: number;
}

function estimateOne(samples: MetricSamples, { name, index, level }: MetricPlace): MetricEstimate {
  const value = samples.estimates[index]!;
  const replicates = samples.replicates[index]!;
  const denominator = samples.denominators[index]!;
  if (!Number.isFinite(value) || replicates.length === 0) return toEstimate(value, undefined);
  if (denominator > 0) return toEstimate(value, wilsonInterval(value, denominator, normalQuantile((1 + level) / 2)));
  return toEstimate(value, resampledInterval(replicates, value, { name, level, floor: 0 }));
}

function estimateChange(candidate: MetricSamples, baseline: MetricSamples, place: MetricPlace): MetricEstimate {
  const { name, index, level } = place;
  const value = candidate.estimates[index]! - baseline.estimates[index]!;
  const ofBaseline = baseline.replicates[index]!;
  const replicates = candidate.replicates[index]!.map((one, replicate) => one - ofBaseline[replicate]!);
  if (!Number.isFinite(value) || replicates.length === 0) return toEstimate(value, undefined);
  return toEstimate(value, resampledInterval(replicates, value, { name, level, floor: -Infinity }));
}

function resampledInterval(
  replicates: Float64Array,
  value: number,
  rule: { readonly name: string; readonly level: number; readonly floor: number },
): Interval | undefined {
  switch (intervalRuleOf(rule.name)) {
    case 'none':
      return undefined;
    case 'percentile':
      return percentileInterval(replicates, rule.level);
    case 'recentred': {
      const interval = percentileInterval(recentre(replicates, value), rule.level);
      return interval === undefined ? undefined : { ...interval, lower: Math.max(rule.floor, interval.lower) };
    }
  }
}

function toEstimate(value: number, interval: Interval | undefined): MetricEstimate {
  const isDefined = Number.isFinite(value);
  return {
    value: isDefined ? roundSignificant(value) : null,
    lower: isDefined && interval !== undefined ? roundSignificant(interval.lower, boundDigits) : null,
    upper: isDefined && interval !== undefined ? roundSignificant(interval.upper, boundDigits) : null,
  };
}

import type { MetricSample } from './prometheus-text.ts';

/** Upper bounds in seconds: 10 microseconds, and so on by a factor of 2 up to 10 seconds. */
const bounds: readonly number[] = Array.from({ length: 21 }, (_, i) => Number((1e-5 * 2 ** i).toPrecision(6)));

export interface LatencyHistogram {
  observe(seconds: number): void;
  samples(labels: Readonly<Record<string, string>>): readonly MetricSample[];
}

export function createLatencyHistogram(): LatencyHistogram {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    observe(seconds) {
      let bucket = 0;
      while (bucket < bounds.length && seconds > bounds[bucket]!) bucket += 1;
      counts[bucket]! += 1;
      sum += seconds;
    },
    samples(labels) {
      let total = 0;
      const buckets = [...counts].map((count, bucket): MetricSample => {
        total += count;
        const le = bucket < bounds.length ? String(bounds[bucket]) : '+Inf';
        return { suffix: '_bucket', labels: { ...labels, le }, value: total };
      });
      return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: total }];
    },
  };
}

import { describe, expect, it } from 'vitest';
import { createLatencyHistogram } from './latency-histogram.ts';
import { formatMetrics } from './prometheus-text.ts';

describe('formatMetrics', () => {
  it('escapes labels and writes infinities as Prometheus reads them', () => {
    const text = formatMetrics([
      {
        name: 'x_total',
        type: 'counter',
        help: 'Things.',
        samples: [
          { labels: {}, value: 1 },
          { labels: { model: 'a"b\\c\nd' }, value: Infinity },
          { suffix: '_sum', labels: { a: '1', b: '2' }, value: 0.5 },
        ],
      },
    ]);
    expect(text).toBe(
      [
        '# HELP x_total Things.',
        '# TYPE x_total counter',
        'x_total 1',
        'x_total{model="a\\"b\\\\c\\nd"} +Inf',
        'x_total_sum{a="1",b="2"} 0.5',
        '',
      ].join('\n'),
    );
  });
});

describe('createLatencyHistogram', () => {
  it('counts into buckets that include all smaller ones', () => {
    const histogram = createLatencyHistogram();
    for (const seconds of [0, 0.00001, 0.000011, 0.5, 100]) histogram.observe(seconds);
    const samples = histogram.samples({ model: 'm' });
    const bucket = (le: string) => samples.find(({ labels }) => labels['le'] === le)?.value;
    expect(bucket('0.00001')).toBe(2);
    expect(bucket('0.00002')).toBe(3);
    expect(bucket('10.4858')).toBe(4);
    expect(bucket('+Inf')).toBe(5);
    expect(samples.at(-2)).toEqual({ suffix: '_sum', labels: { model: 'm' }, value: 100.500021 });
    expect(samples.at(-1)).toEqual({ suffix: '_count', labels: { model: 'm' }, value: 5 });
  });
});

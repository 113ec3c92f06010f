import { describe, expect, it } from 'vitest';
import type { BenchResult } from './bench-case.ts';
import { describeLosses, formatMarkdownTable, formatTable } from './table.ts';

const statistics: BenchResult = {
  name: 'statistics',
  what: 'Statistics.',
  unit: 's',
  ours: 0.4,
  against: 'SUMMARIZE',
  isPeer: false,
  baseline: 1,
  ratio: 0.4,
  spread: 0.05,
  peakMb: 210.4,
  bar: 'at most 0.5 x',
  met: true,
  notes: [],
};
const trees: BenchResult = {
  ...statistics,
  name: 'trees',
  against: null,
  baseline: null,
  ratio: null,
  bar: null,
  met: null,
};

describe('the table', () => {
  it('lines its columns up and leaves out what there is not', () => {
    expect(formatTable([statistics, trees])).toBe(
      [
        'what        ours   baseline       ratio  spread  memory  bar            met',
        '----------  -----  -------------  -----  ------  ------  -------------  ---',
        'statistics  0.4 s  SUMMARIZE 1 s  0.40   5 %     210 MB  at most 0.5 x  yes',
        'trees       0.4 s                        5 %     210 MB',
        '',
      ].join('\n'),
    );
  });

  it('has the same cells in Markdown', () => {
    expect(formatMarkdownTable([statistics])).toBe(
      [
        '| what | ours | baseline | ratio | spread | memory | bar | met |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        '| statistics | 0.4 s | SUMMARIZE 1 s | 0.40 | 5 % | 210 MB | at most 0.5 x | yes |',
        '',
      ].join('\n'),
    );
  });

  it('says where others are better, by time and by throughput', () => {
    const slower: BenchResult = { ...statistics, isPeer: true, ratio: 1.25 };
    const http: BenchResult = { ...slower, name: 'http', unit: 'requests/s', against: 'uvicorn', ratio: 0.7 };
    const floor: BenchResult = { ...statistics, name: 'imports', against: 'node', ratio: 2 };
    expect(describeLosses([statistics, trees, slower, http, floor])).toEqual([
      'statistics: SUMMARIZE is better (ratio 1.25)',
      'http: uvicorn is better (ratio 0.70)',
    ]);
  });
});

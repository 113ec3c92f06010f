import { expect, it } from 'vitest';
import type { BenchResult } from './bench-case.ts';
import { mergeResults } from './keep-results.ts';

const line = (name: string, ours: number): BenchResult => ({
  name,
  what: '',
  unit: 's',
  ours,
  against: null,
  isPeer: false,
  baseline: null,
  ratio: null,
  spread: 0,
  peakMb: 0,
  bar: null,
  met: null,
  notes: [],
});

it('puts new lines in place of those of their case, in the order of the cases', () => {
  const kept = { machine: 'one', results: [line('trees', 1), line('trees / LightGBM', 2), line('http', 3)] };
  const fresh = { machine: 'one', results: [line('trees', 9), line('statistics', 8)] };
  const names = (results: readonly BenchResult[]) => results.map(({ name, ours }) => `${name} ${ours}`);
  expect(names(mergeResults(kept, fresh).results)).toEqual(['statistics 8', 'trees 9', 'http 3']);
  expect(names(mergeResults({ ...kept, machine: 'other' }, fresh).results)).toEqual(['statistics 8', 'trees 9']);
});

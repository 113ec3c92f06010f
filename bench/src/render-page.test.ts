import { expect, it } from 'vitest';
import type { BenchResult } from './bench-case.ts';
import { renderPage } from './render-page.ts';

const line: BenchResult = {
  name: 'trees',
  what: 'Training trees.',
  unit: 's',
  ours: 8,
  against: null,
  isPeer: false,
  baseline: null,
  ratio: null,
  spread: 0.1,
  peakMb: 1000,
  bar: null,
  met: null,
  notes: [],
};

it('names the machine, every case once, and where peers are better', () => {
  const peer: BenchResult = { ...line, name: 'trees / peer', against: 'peer', isPeer: true, baseline: 4, ratio: 2 };
  const page = renderPage([line, peer], 'A processor, 2 cores');
  expect(page).toContain('Measured on: A processor, 2 cores.');
  expect(page.match(/Training trees\./g)).toHaveLength(1);
  expect(page).toMatch(/## Where others are better\n\n- trees \/ peer: peer is better \(ratio 2\.00\)\n$/);
});

import { describe, expect, it } from 'vitest';
import type { Baseline } from './bench-case.ts';
import { summarise } from './summarise.ts';

const never = (): Promise<never> => Promise.reject(new RangeError('not prepared here'));
const bare: Baseline = { name: 'bare', bar: { ratioAtMost: 0.5 }, prepare: never };
const peer: Baseline = { name: 'peer', isPeer: true, bar: { ratioAtMost: 1.5 }, prepare: never };
const ours = { figures: [1, 2, 3], note: null };

describe('the lines of a case', () => {
  const benchCase = { what: 'Work.', unit: 's', bar: { atMost: 4 } } as const;

  it('is one without baselines', () => {
    const lines = summarise('work', benchCase, { ours, peakMb: 100, baselines: {} });
    expect(lines).toMatchObject([
      { name: 'work', ours: 2, baseline: null, ratio: null, bar: 'at most 4 s', met: true },
    ]);
  });

  it('has one for each baseline that ran, peers under names of their own', () => {
    const baselines = { bare: { figures: [2, 4, 6], note: null }, peer: { figures: [1, 1, 1], note: 'version 4' } };
    const lines = summarise('work', { ...benchCase, baselines: [bare, peer] }, { ours, peakMb: 100, baselines });
    expect(lines).toMatchObject([
      { name: 'work', against: 'bare', baseline: 4, ratio: 0.5, bar: 'at most 4 s and at most 0.5 x', met: true },
      { name: 'work / peer', against: 'peer', baseline: 1, ratio: 2, bar: 'at most 1.5 x', met: false },
    ]);
    expect(lines[1]!.notes).toEqual(['peer: version 4']);
  });

  it('keeps our own figures when a peer fails, and says why', () => {
    const baselines = { peer: { failure: 'no such module' } };
    const lines = summarise('work', { ...benchCase, baselines: [peer] }, { ours, peakMb: 100, baselines });
    expect(lines).toMatchObject([
      { name: 'work', met: true, notes: [] },
      { name: 'work / peer', baseline: null, met: null, notes: ['peer: failed: no such module'] },
    ]);
  });
});

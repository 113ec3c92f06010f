import { describe, expect, it } from 'vitest';
import { describeBar, isMet } from './bar.ts';

const measured = { ours: 5, ratio: 0.6, peakMb: 900 };

describe('a bar', () => {
  it('says its limits in words', () => {
    expect(describeBar({ atMost: 6, atMostMb: 1500 }, 's')).toBe('at most 6 s and at most 1,500 MB');
    expect(describeBar({ ratioAtMost: 0.5 }, 's')).toBe('at most 0.5 x');
    expect(describeBar({ ratioAtLeast: 0.6 }, 'requests/s')).toBe('at least 0.6 x');
    expect(describeBar({}, 's')).toBeNull();
  });

  it('is met on the limit, and only when all limits hold', () => {
    expect(isMet({ atMost: 5, atMostMb: 900 }, measured)).toBe(true);
    expect(isMet({ atMost: 5, atMostMb: 899 }, measured)).toBe(false);
    expect(isMet({ ratioAtMost: 0.5 }, measured)).toBe(false);
    expect(isMet({ ratioAtLeast: 0.6 }, measured)).toBe(true);
  });

  it('is neither met nor missed without a limit or without a ratio', () => {
    expect(isMet({}, measured)).toBeNull();
    expect(isMet({ ratioAtMost: 0.5 }, { ...measured, ratio: null })).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { formatFigure, median, ratioOf, spreadOf } from './figures.ts';

describe('figures', () => {
  it('takes the middle value, or the mean of the middle two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 2, 4])).toBe(3);
    expect(median([7])).toBe(7);
  });

  it('tells how far rounds lie apart', () => {
    expect(spreadOf([4, 5, 6])).toBe(0.4);
    expect(spreadOf([3])).toBe(0);
  });

  it('compares rounds that ran beside one another, so that a busy minute cancels out', () => {
    expect(ratioOf([1, 10, 1], [2, 20, 2])).toBe(0.5);
    expect(ratioOf([1, 10, 1], [4])).toBe(0.25);
  });

  it('writes three digits that matter', () => {
    expect([0.012345, 1.2345, 37_449, 117].map(formatFigure)).toEqual(['0.0123', '1.23', '37,400', '117']);
  });
});

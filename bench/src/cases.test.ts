import { expect, it } from 'vitest';
import { hasCode } from '@millrace/core';
import { chooseCases } from './cases.ts';

it('takes the cases that are named, in the order of the table', () => {
  expect(chooseCases(['trees', 'statistics'])).toEqual(['statistics', 'trees']);
  expect(chooseCases([]).length).toBeGreaterThan(10);
});

it('lists the known names for one that is not known, nearest first', () => {
  let caught: unknown;
  try {
    chooseCases(['tres']);
  } catch (error) {
    caught = error;
  }
  expect(hasCode(caught, 'BENCH_UNKNOWN_CASE')).toBe(true);
  expect(caught).toMatchObject({ cure: expect.stringMatching(/^Did you mean "trees"\? Known: "trees", /) as unknown });
});

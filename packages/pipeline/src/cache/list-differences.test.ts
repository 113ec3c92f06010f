import { expect, it } from 'vitest';
import { listDifferences } from './list-differences.ts';
import { describeReason } from './step-reason.ts';

const learner = (trees: number, bins: number) => ({ name: 'gradientBoostedTrees', settings: { bins, trees, l2: 1 } });

it('goes down to the smallest parts that differ', () => {
  const list = (before: object, after: object) =>
    listDifferences({ path: 'p', before: before as never, after: after as never }).map(({ path }) => path);
  expect(list(learner(50, 63), learner(60, 63))).toEqual(['p.settings.trees']);
  expect(list({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toEqual(['p.a.1.b']);
  expect(list({ a: [1] }, { a: [1, 2] })).toEqual(['p.a']);
  expect(list({ a: [] }, { a: {} })).toEqual(['p.a']);
  expect(list({ a: 1 }, { b: 1 })).toEqual(['p.a', 'p.b']);
  expect(list({ a: { b: null } }, { a: { b: null } })).toEqual([]);
});

it('tells people which setting of a large parameter changed', () => {
  const changes = [{ part: 'parameter' as const, name: 'learner', before: learner(50, 63), after: learner(60, 31) }];
  expect(describeReason({ type: 'changed', changes })).toBe(
    'Changed: parameter "learner.settings.bins" from 63 to 31, "learner.settings.trees" from 50 to 60.',
  );
});

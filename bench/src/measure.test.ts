import { expect, it } from 'vitest';
import type { Baseline, BenchSide } from './bench-case.ts';
import { measure } from './measure.ts';

function countUp(calls: string[], name: string): BenchSide {
  let count = 0;
  return {
    run: async () => {
      calls.push(name);
      return Promise.resolve(count++);
    },
  };
}

it('runs both sides in turns and leaves the first round out', async () => {
  const calls: string[] = [];
  const side = (name: string) => async (): Promise<BenchSide> => Promise.resolve(countUp(calls, name));
  const measured = await measure({ what: '', unit: 's', rounds: 2, prepare: side('ours') }, [
    { name: 'bare', prepare: side('bare') },
    { name: 'slow', runsOnce: true, prepare: side('slow') },
  ]);
  expect(calls).toEqual(['ours', 'bare', 'ours', 'bare', 'slow', 'ours', 'bare']);
  expect(measured.ours.figures).toEqual([1, 2]);
  expect(measured.baselines).toEqual({
    bare: { figures: [1, 2], note: null },
    slow: { figures: [0], note: null },
  });
});

it('goes on without a baseline that fails, at the start or later', async () => {
  const absent: Baseline = { name: 'absent', prepare: () => Promise.reject(new RangeError('not installed')) };
  let runs = 0;
  const dies: Baseline = {
    name: 'dies',
    prepare: async () =>
      Promise.resolve({
        run: async () => {
          runs += 1;
          return runs < 3 ? Promise.resolve(runs) : Promise.reject(new RangeError('killed'));
        },
      }),
  };
  const ours = { what: '', unit: 's', rounds: 3, prepare: async () => Promise.resolve(countUp([], 'ours')) } as const;
  const measured = await measure(ours, [absent, dies]);
  expect(measured.ours.figures).toEqual([1, 2, 3]);
  expect(measured.baselines).toEqual({ absent: { failure: 'not installed' }, dies: { failure: 'killed' } });
  expect(runs).toBe(3);
});

import { hasCode, type Task } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLinear, encodeLinear } from './linear-codec.ts';
import { createLinearScorer } from './linear-scorer.ts';
import type { LinearWeights } from './linear-weights.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => value + 0);

const models = fc
  .record({
    task: fc.constantFrom<Task>('binary', 'regression', 'multi-class'),
    classes: fc.integer({ min: 2, max: 4 }),
    slots: fc.array(fc.constantFrom(1, 1, 3, 7), { maxLength: 5 }),
  })
  .chain(({ task, classes, slots }) => {
    const outputs = task === 'multi-class' ? classes : 1;
    const slotOffsets = slots.reduce<number[]>((offsets, count) => [...offsets, offsets.at(-1)! + count], [0]);
    const numbers = (length: number) => fc.array(finite, { minLength: length, maxLength: length });
    return fc
      .tuple(numbers(outputs), numbers(slotOffsets.at(-1)! * outputs), numbers(slots.length))
      .map(([bias, weights, fill]): LinearWeights => ({
        task,
        classCount: task === 'binary' ? 2 : task === 'regression' ? 0 : classes,
        bias: Float64Array.from(bias),
        slotOffsets: Int32Array.from(slotOffsets),
        weights: Float64Array.from(weights),
        fill: Float64Array.from(fill),
      }));
  });

describe('linear', () => {
  it('comes back from its file as it went in', () => {
    fc.assert(
      fc.property(models, (linear) => {
        expect(decodeLinear(encodeLinear(linear))).toEqual(linear);
      }),
    );
  });

  it('adds weights of values and of categories', async () => {
    const linear: LinearWeights = {
      task: 'regression',
      classCount: 0,
      bias: Float64Array.of(10),
      slotOffsets: Int32Array.of(0, 1, 4),
      weights: Float64Array.of(2, 100, 200, 300),
      fill: Float64Array.of(5, 0),
    };
    const scorer = createLinearScorer(linear, [false, true]);
    const columns = [Float64Array.of(1, NaN, -3, 0), Float64Array.of(0, 2, 3, NaN)];
    const scores = await scorer.score(columns, 4);
    expect([...scores]).toEqual([112, 320, 4, 10]);
    for (let row = 0; row < 4; row++)
      expect(scorer.scoreRow!(Float64Array.from(columns, (column) => column[row]!))[0]).toBe(scores[row]);
  });

  it('gives a softmax over classes that sums to one', async () => {
    const linear: LinearWeights = {
      task: 'multi-class',
      classCount: 3,
      bias: Float64Array.of(0, Math.log(2), Math.log(5)),
      slotOffsets: Int32Array.of(0),
      weights: new Float64Array(0),
      fill: new Float64Array(0),
    };
    const scores = await createLinearScorer(linear, []).score([], 1);
    expect(scores[0]).toBeCloseTo(1 / 8, 15);
    expect(scores[1]).toBeCloseTo(2 / 8, 15);
    expect(scores[2]).toBeCloseTo(5 / 8, 15);
  });

  it('is refused when its arrays do not fit one another', () => {
    const sound: LinearWeights = {
      task: 'binary',
      classCount: 2,
      bias: Float64Array.of(0),
      slotOffsets: Int32Array.of(0, 2),
      weights: Float64Array.of(1, 2),
      fill: Float64Array.of(0),
    };
    const broken: readonly Partial<LinearWeights>[] = [
      { bias: Float64Array.of(0, 1) },
      { weights: Float64Array.of(1) },
      { weights: Float64Array.of(1, NaN) },
      { slotOffsets: Int32Array.of(0, -1) },
      { fill: new Float64Array(0) },
      { classCount: 0 },
    ];
    for (const change of broken) {
      let caught: unknown;
      try {
        encodeLinear({ ...sound, ...change });
      } catch (error) {
        caught = error;
      }
      expect(hasCode(caught, 'MODEL_INVALID_LINEAR'), JSON.stringify(Object.keys(change))).toBe(true);
    }
  });
});

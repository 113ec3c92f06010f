import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineComponent, parametersSchema } from '@millrace/core';
import { definePipeline, runPipeline } from '@millrace/pipeline';
import type { BenchCase } from '../bench-case.ts';
import { wrongRowCount } from '../errors.ts';

const Nothing = defineComponent({
  name: 'Nothing',
  version: '1',
  inputs: {},
  outputs: {},
  parameters: parametersSchema<{ readonly index: number }>({ type: 'object' }),
  run: () => Promise.resolve({}),
});
const indexes = Array.from({ length: 1000 }, (_, index) => index);
const pipeline = definePipeline('nothing', ({ add, forEach }) => {
  forEach(indexes, String, (index) => add(Nothing, { index }));
});

export const emptySteps: BenchCase = {
  what: 'A first run of a pipeline of 1,000 steps that do nothing: planned, keyed, run in this process and recorded on disk.',
  unit: 's',
  bar: { atMost: 5 },
  prepare: async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'millrace-bench-'));
    let round = 0;
    return {
      run: async () => {
        const { steps } = await runPipeline(pipeline, { directory: path.join(root, String(round++)) });
        const complete = steps.filter(({ state }) => state === 'complete').length;
        if (complete !== indexes.length)
          throw wrongRowCount({ what: 'Complete steps', rows: complete, expected: indexes.length });
      },
      close: () => rm(root, { recursive: true, force: true }),
    };
  },
};

import { expect, it } from 'vitest';
import { defineComponent, parametersSchema } from '@millrace/core';
import { definePipeline, planOf, runPipeline, type OutputReference } from '@millrace/pipeline';
import { useTemporaryDirectory } from './fixtures/temporary-directory.ts';

const directory = useTemporaryDirectory();

const Nothing = defineComponent({
  name: 'Nothing',
  version: '1',
  inputs: {},
  outputs: {},
  parameters: parametersSchema<{ readonly index: number }>({ type: 'object' }),
  run: () => Promise.resolve({}),
});

/** Processor time, which other processes of the machine do not stretch. */
async function measureSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

it('runs 1,000 steps that do nothing in less than 5 s, and finds them cached in less', async () => {
  const pipeline = definePipeline('nothing', ({ add, forEach }) => {
    forEach(
      Array.from({ length: 1000 }, (_, index) => index),
      String,
      (index) => add(Nothing, { index }),
    );
  });
  const run = async (state: string): Promise<void> => {
    const { steps } = await runPipeline(pipeline, { directory: directory() });
    expect(steps.filter((step) => step.state === state)).toHaveLength(1000);
  };
  expect(await measureSeconds(() => run('complete'))).toBeLessThan(5);
  expect(await measureSeconds(() => run('cached'))).toBeLessThan(2);
});

it('plans 20,000 steps in a row without recursion', async () => {
  const Link = defineComponent({
    ...Nothing,
    inputs: { before: 'examples?' },
    outputs: { after: 'examples' },
    run: () => Promise.reject(new Error('never run')),
  });
  const pipeline = definePipeline('row', ({ add }) => {
    let before: OutputReference<'examples'> | undefined;
    for (let index = 0; index < 20_000; index++) before = add(Link, { index, before }, { id: `Link.${index}` }).after;
  });
  expect(await measureSeconds(async () => expect((await planOf(pipeline)).steps).toHaveLength(20_000))).toBeLessThan(5);
});

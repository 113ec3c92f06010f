import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runPipeline } from '@millrace/pipeline';
import { schedule } from '../src/run/schedule.ts';
import { samplePipeline, type SampleStep } from '../src/testing/sample-pipeline.ts';
import { useTemporaryDirectory } from './fixtures/temporary-directory.ts';

const directory = useTemporaryDirectory();

/** Graphs of some steps, each after any of those before it. */
const graphs = fc
  .array(fc.record({ links: fc.array(fc.nat({ max: 30 }), { maxLength: 3 }), delayMs: fc.nat({ max: 5 }) }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((nodes) =>
    nodes.map(({ links, delayMs }, index) => ({
      id: `s${index}`,
      after: index === 0 ? [] : links.map((link) => `s${link % index}`),
      delayMs,
    })),
  );

/** What the last step gives, by substitution alone. */
function expectText(steps: readonly SampleStep[], id: string): string {
  const { after = [] } = steps.find((step) => step.id === id)!;
  return `${id}(${after.map((name) => expectText(steps, name)).join(' ')})`;
}

it('gives the same digests at any order and concurrency', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(graphs, fc.integer({ min: 2, max: 5 }), async (nodes, concurrency) => {
      const root = path.join(directory(), String(count++));
      const plain = nodes.map(({ id, after }): SampleStep => ({ id, after }));
      const delayed = nodes.map(({ id, after, delayMs }): SampleStep => ({ id, after, sleepMs: delayMs }));
      const serial = await runPipeline(samplePipeline, {
        directory: path.join(root, 'serial'),
        parameters: { steps: plain },
        concurrency: 1,
      });
      const parallel = await runPipeline(samplePipeline, {
        directory: path.join(root, 'parallel'),
        parameters: { steps: delayed },
        concurrency,
      });
      expect(parallel.steps.map(({ outputs }) => outputs['text']?.digest)).toEqual(
        serial.steps.map(({ outputs }) => outputs['text']?.digest),
      );
      const last = serial.steps.at(-1)!;
      expect(last.outputs['text']?.properties['length']).toBe(expectText(plain, last.id).length);
    }),
    { numRuns: 15 },
  );
});

it('begins each node once, after all it depends on, and never more at once than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, fc.integer({ min: 1, max: 4 }), async (nodes, concurrency) => {
      const done = new Set<string>();
      let [running, most] = [0, 0];
      await schedule(
        nodes.map(({ id, after, delayMs }) => ({ id, dependsOn: [...new Set(after)], delayMs })),
        {
          concurrency,
          perform: async ({ id, dependsOn, delayMs }) => {
            expect(dependsOn.every((name) => done.has(name))).toBe(true);
            most = Math.max(most, (running += 1));
            await sleep(delayMs / 5);
            running -= 1;
            expect(done.has(id)).toBe(false);
            done.add(id);
          },
        },
      );
      expect(done.size).toBe(nodes.length);
      expect(most).toBeLessThanOrEqual(concurrency);
    }),
    { numRuns: 50 },
  );
});

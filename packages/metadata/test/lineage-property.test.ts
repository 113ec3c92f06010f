import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ExecutionPublication, LineageQuery } from '@millrace/core';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { createArtifactRecord, createExecutionRecord } from '../src/testing/sample-records.ts';

interface Edge {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

const names = fc.array(fc.nat({ max: 8 }), { maxLength: 3 });
const executions = fc.array(fc.record({ inputs: names, outputs: names }), { minLength: 1, maxLength: 12 });

/** Breadth-first search over plain objects. */
function reach(
  edges: readonly Edge[],
  { start, direction, maxHops }: { start: number; direction: LineageQuery['direction']; maxHops: number },
): { readonly artifacts: number[]; readonly executions: number[] } {
  const artifacts = new Set([start]);
  const found = new Set<number>();
  let frontier = [start];
  for (let hop = 0; hop < maxHops && frontier.length > 0; hop++) {
    const next: number[] = [];
    edges.forEach(({ inputs, outputs }, index) => {
      const [near, far] = direction === 'upstream' ? [outputs, inputs] : [inputs, outputs];
      if (!near.some((name) => frontier.includes(name))) return;
      found.add(index);
      for (const name of far) if (!artifacts.has(name)) next.push(name);
    });
    for (const name of next) artifacts.add(name);
    frontier = [...new Set(next)];
  }
  return { artifacts: [...artifacts].sort((a, b) => a - b), executions: [...found].sort((a, b) => a - b) };
}

const publish = ({ inputs, outputs }: Edge, index: number): ExecutionPublication => {
  const list = (items: readonly number[]) =>
    items.map((name, position) => ({ port: 'p', index: position, artifact: createArtifactRecord(String(name)) }));
  return { execution: createExecutionRecord({ id: String(index) }), inputs: list(inputs), outputs: list(outputs) };
};

it('reaches what a breadth-first search reaches, on any graph, cycles included, at any number of hops', async () => {
  await fc.assert(
    fc.asyncProperty(
      executions,
      fc.constantFrom('upstream' as const, 'downstream' as const),
      fc.constantFrom(0, 1, 2, 3, Infinity),
      async (edges, direction, maxHops) => {
        const store = await createSqliteMetadataStore(':memory:');
        await store.publishExecutions(edges.map(publish));
        const start = edges.flatMap(({ inputs, outputs }) => [...inputs, ...outputs])[0];
        if (start !== undefined) {
          const { digest } = createArtifactRecord(String(start));
          const lineage = await store.readLineage({ start: { digest }, direction, maxHops });
          expect({
            artifacts: lineage.artifacts.map(({ path }) => Number(path.split('/').at(-1))).sort((a, b) => a - b),
            executions: lineage.executions.map(({ id }) => Number(id)),
          }).toEqual(reach(edges, { start, direction, maxHops }));
        }
        await store[Symbol.asyncDispose]();
      },
    ),
    { numRuns: 150 },
  );
});

it('answers a chain of 100 hops in a store of 10,000 executions at once', async () => {
  const store = await createSqliteMetadataStore(':memory:');
  const chains = Array.from({ length: 100 }, (_, chain) =>
    Array.from({ length: 100 }, (_unused, step) => ({
      execution: createExecutionRecord({ id: `${chain}-${step}` }),
      inputs: [{ port: 'p', artifact: createArtifactRecord(`${chain}-${step}`) }],
      outputs: [{ port: 'p', artifact: createArtifactRecord(`${chain}-${step + 1}`) }],
    })),
  );
  await store.publishExecutions(chains.flat());
  const start = { digest: createArtifactRecord('50-100').digest };
  const {
    executions: found,
    artifacts,
    events,
  } = await store.readLineage({ start, direction: 'upstream', maxHops: 100 });
  expect([found.length, artifacts.length, events.length]).toEqual([100, 101, 200]);
  await store[Symbol.asyncDispose]();
});

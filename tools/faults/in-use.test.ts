import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  defineComponent,
  hasCode,
  parametersSchema,
  type Artifact,
  type Clock,
  type ModelBlessingPayload,
} from '@millrace/core';
import { readPayload, verifyArtifact } from '@millrace/core/artifacts';
import { ExampleGen, openDataset, openEngine, parquet } from '@millrace/data';
import { definePipeline, latestBlessedModel, runPipeline, type RunResult } from '@millrace/pipeline';
import { pushModel } from '@millrace/serving';
import { writeTestModel } from '@millrace/model/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-in-use-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const writeRows = async (file: string, rows = 1_000_000): Promise<void> => {
  await using engine = await openEngine();
  await engine.writeParquet(`select i, random() as x from range(${rows}) t(i)`, file);
};

describe('a file that goes away while it is used', () => {
  it('is told by the read that misses it, or was read to the end: never a part as if it were all', async () => {
    const file = path.join(directory, 'rows.parquet');
    await writeRows(file);
    await using dataset = await openDataset(file);
    let rows = 0;
    const reading = (async () => {
      for await (const batch of dataset.batches({ batchRows: 50_000 })) {
        if (rows === 0) await rm(file);
        rows += batch.rowCount;
      }
    })();
    const outcome = await reading.then(
      () => 'whole',
      (error: unknown) =>
        hasCode(error, 'DATA_FILE_FAILED') || hasCode(error, 'DATA_FILE_NOT_FOUND') ? 'told' : error,
    );
    expect(outcome === 'whole' ? rows : outcome).toBeOneOf([1_000_000, 'told']);
    await expect(dataset.read({ limit: 1 })).rejects.toMatchObject({
      code: expect.stringMatching(/^DATA_FILE_/) as string,
      message: expect.stringContaining('rows.parquet') as string,
    });
    await writeRows(file, 3);
    expect((await dataset.read()).rowCount).toBe(3);
  });

  it('fails its step with the name of the file, and the same command works when it is back', async () => {
    const file = path.join(directory, 'landing.parquet');
    const pipeline = definePipeline(
      'removed',
      ({ add }) => {
        const { examples } = add(ExampleGen, { source: parquet(file), split: { all: 1 } });
        const { removed } = add(Remove, { examples });
        const { examples: again } = add(
          ExampleGen,
          { source: parquet(file), split: { train: 2, eval: 1 } },
          { id: 'Again' },
        );
        add(Count, { examples: again, after: removed });
      },
      { engine: () => openEngine() },
    );
    const Remove = defineComponent({
      name: 'Remove',
      version: '1',
      moduleUrl: import.meta.url,
      inputs: { examples: 'examples' },
      outputs: { removed: 'examples' },
      run: async ({ inputs: { examples } }) => {
        await rm(file);
        return { removed: examples };
      },
    });
    const options = { directory: path.join(directory, 'state'), concurrency: 1 };
    await writeRows(file, 1000);
    const failed = await runPipeline(pipeline, options);
    expect(failed.state).toBe('failed');
    expect(failed.steps.find(({ id }) => id === 'Again')!.error).toMatchObject({
      code: 'DATA_FILE_NOT_FOUND',
      message: expect.stringContaining('landing.parquet') as string,
    });
    await writeRows(file, 1000);
    // The step that removes was complete with these rows; with others it would run, and remove them.
    const next = await runPipeline(pipeline, { ...options, from: 'Again' });
    expect(next.state).toBe('complete');
  });

  it('is made again when an artifact goes while a step reads it: the step says so, the next run mends it', async () => {
    const file = path.join(directory, 'landing.parquet');
    await writeRows(file, 1000);
    let isRemoving = true;
    const Lose = defineComponent({
      name: 'Lose',
      version: '1',
      moduleUrl: import.meta.url,
      inputs: { examples: 'examples' },
      outputs: {},
      run: async ({ inputs: { examples }, engine }) => {
        await readPayload(examples);
        if (isRemoving) await rm(examples.path, { recursive: true });
        await using dataset = await openDataset(examples, { engine: await engine() });
        await dataset.read();
        return {};
      },
    });
    const pipeline = definePipeline(
      'lost',
      ({ add }) => {
        const { examples } = add(ExampleGen, { source: parquet(file), split: { all: 1 } });
        add(Lose, { examples });
      },
      { engine: () => openEngine() },
    );
    const options = { directory: path.join(directory, 'state') };
    const failed = await runPipeline(pipeline, options);
    expect(failed.steps[1]!.error).toMatchObject({
      code: 'CORE_NOT_AN_ARTIFACT',
      message: expect.stringContaining(failed.steps[0]!.outputs['examples']!.path) as string,
    });
    isRemoving = false;
    const next = await runPipeline(pipeline, options);
    expect(next.steps.map(({ state, reason }) => [state, reason.type])).toEqual([
      ['complete', 'artifact-lost'],
      ['complete', 'failed-before'],
    ]);
    await verifyArtifact(next.steps[0]!.outputs['examples']!);
  });
});

const Count = defineComponent({
  name: 'Count',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { examples: 'examples', after: 'examples?' },
  outputs: {},
  run: async () => ({}),
});

describe('a clock that is moved back', () => {
  it('changes neither the cache, nor what is latest, nor durations below zero', async () => {
    const digests: string[] = [];
    const blessingOf = ({ digest }: Artifact<'model'>): ModelBlessingPayload => ({
      specVersion: 1,
      blessed: true,
      reasons: [],
      candidate: digest,
      baseline: null,
    });
    const Learn = defineComponent({
      name: 'Learn',
      version: '1',
      moduleUrl: import.meta.url,
      inputs: {},
      outputs: { model: 'model', blessing: 'modelBlessing' },
      parameters: parametersSchema<{ readonly seed: number }>({
        type: 'object',
        properties: { seed: { type: 'number' } },
      }),
      run: async ({ parameters: { seed }, publish, publishPayload }) => {
        const model = await publish('model', (to) => writeTestModel(to, { seed }).then(() => undefined));
        return { model, blessing: await publishPayload('modelBlessing', blessingOf(model), { blessed: true }) };
      },
    });
    const Bless = defineComponent({
      name: 'Bless',
      version: '1',
      moduleUrl: import.meta.url,
      inputs: { model: 'model', baseline: 'model?' },
      outputs: { blessing: 'modelBlessing' },
      run: async ({ inputs: { model, baseline }, publishPayload }) => {
        digests.push((baseline as Artifact<'model'> | undefined)?.digest ?? 'none');
        return { blessing: await publishPayload('modelBlessing', blessingOf(model), { blessed: true }) };
      },
    });
    const pipeline = definePipeline<{ readonly seed: number }>('clock', ({ add, parameters }) => {
      const { model } = add(Learn, { seed: parameters.seed });
      add(Bless, { model, baseline: latestBlessedModel() });
    });
    let now = Date.UTC(2001, 5, 18);
    const run = (seed: number, clock: Clock): Promise<RunResult> =>
      runPipeline(pipeline, { directory: path.join(directory, 'state'), parameters: { seed }, clock });
    // Each look at the clock shows an earlier moment than the one before.
    const backwards: Clock = () => (now -= 60_000);
    const models: string[] = [];
    for (const seed of [1, 2, 3]) {
      const result = await run(seed, backwards);
      expect(result.state).toBe('complete');
      for (const { durationMs } of result.steps) expect(durationMs).toBe(0);
      models.push(result.steps[0]!.outputs['model']!.digest);
    }
    expect(digests).toEqual(['none', models[0], models[1]]);
    const again = await run(3, backwards);
    expect(again.steps[0]!.state).toBe('cached');
  });

  it('does not change the number of the next version', async () => {
    const destination = path.join(directory, 'serving');
    for (const seed of [1, 2, 3]) {
      await writeTestModel(path.join(directory, `m${seed}`), { seed });
      expect((await pushModel(path.join(directory, `m${seed}`), { destination })).version).toBe(seed);
      // The newest directory gets the oldest moment.
      await utimes(path.join(destination, String(seed)), new Date(1e12 - seed * 1e9), new Date(1e12 - seed * 1e9));
    }
  });
});

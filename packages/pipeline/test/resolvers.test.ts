import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defineComponent, parametersSchema, type Artifact, type RunContext } from '@millrace/core';
import { definePipeline, latestArtifact, latestBlessedModel, runPipeline, type RunResult } from '@millrace/pipeline';
import { useTemporaryDirectory } from './fixtures/temporary-directory.ts';

const directory = useTemporaryDirectory();

const nameSchema = parametersSchema<{ readonly name: string }>({
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' } },
});

/** A directory of any kind with one file; nobody reads its document. */
const publishNote = <TKind extends 'model' | 'modelBlessing' | 'examples'>(
  { publish }: Pick<RunContext, 'publish'>,
  { kind, text, blessed }: { readonly kind: TKind; readonly text: string; readonly blessed?: boolean },
): Promise<Artifact<TKind>> =>
  publish(kind, async (folder) => {
    await writeFile(path.join(folder, 'note.txt'), text);
    return { name: text, ...(blessed === undefined ? {} : { blessed }) };
  });

const Train = defineComponent({
  name: 'Train',
  version: '1',
  inputs: {},
  outputs: { model: 'model' },
  parameters: nameSchema,
  run: async (context) => ({ model: await publishNote(context, { kind: 'model', text: context.parameters.name }) }),
});

/** Blesses models whose names do not begin with "bad", and notes which baseline it was given. */
const Judge = defineComponent({
  name: 'Judge',
  version: '1',
  inputs: { model: 'model', baseline: 'model?' },
  outputs: { blessing: 'modelBlessing', note: 'examples' },
  run: async ({ inputs, publish }) => {
    const name = String(inputs.model.properties['name']);
    const text = `${name} against ${String(inputs.baseline?.properties['name'] ?? 'nothing')}`;
    return {
      blessing: await publishNote({ publish }, { kind: 'modelBlessing', text, blessed: !name.startsWith('bad') }),
      note: await publishNote({ publish }, { kind: 'examples', text }),
    };
  },
});

const Need = defineComponent({
  name: 'Need',
  version: '1',
  inputs: { model: 'model', past: 'examples[]' },
  outputs: { note: 'examples' },
  run: async ({ inputs, publish }) => {
    const text = `${String(inputs.model.properties['name'])} and ${inputs.past.length}`;
    return { note: await publishNote({ publish }, { kind: 'examples', text }) };
  },
});

const judged = definePipeline<{ readonly name: string }>('judged', ({ add, parameters }) => {
  const { model } = add(Train, { name: parameters.name });
  add(Judge, { model, baseline: latestBlessedModel() });
});
const judge = (name: string): Promise<RunResult> =>
  runPipeline(judged, { directory: directory(), parameters: { name } });

async function noteOf({ steps }: RunResult, step = 'Judge'): Promise<string> {
  const { outputs, error } = steps.find(({ id }) => id === step)!;
  return error?.message ?? readFile(path.join(outputs['note']!.path, 'note.txt'), 'utf8');
}

it('compares a model with the one that was blessed last, never with itself', async () => {
  expect(await noteOf(await judge('a'))).toBe('a against nothing');
  const again = await judge('a');
  expect(again.steps.map(({ state }) => state)).toEqual(['cached', 'cached']);
  expect(await noteOf(await judge('b'))).toBe('b against a');
  expect(await noteOf(await judge('bad'))).toBe('bad against b');
  expect(await noteOf(await judge('c'))).toBe('c against b');
  expect((await judge('c')).steps.map(({ state }) => state)).toEqual(['cached', 'cached']);
  expect(await noteOf(await judge('a'))).toBe('a against c');
});

it('passes over a blessed model that is not on disk any more', async () => {
  await judge('a');
  const { steps } = await judge('b');
  await rm(steps[0]!.outputs['model']!.path, { recursive: true });
  expect(await noteOf(await judge('c'))).toBe('c against a');
});

it('says what a port found nothing of, when it cannot do without', async () => {
  const needing = definePipeline('needing', ({ add }) => {
    add(Need, { model: latestArtifact('model', { properties: { name: 'a' } }), past: latestArtifact('examples') });
  });
  const failed = await runPipeline(needing, { directory: directory() });
  expect(failed.steps[0]!.error).toMatchObject({
    code: 'PIPELINE_NOTHING_RESOLVED',
    message:
      'The input "model" of step "Need" found no artifact of kind "model" with {"name":"a"} among what earlier runs gave.',
  });
});

it('takes the latest artifact of a step or with properties, of earlier runs only', async () => {
  const needing = definePipeline<{ readonly name: string }>('needing', ({ add, parameters }) => {
    const { model } = add(Train, { name: parameters.name });
    add(Need, { model, past: latestArtifact('examples', { step: 'Need' }) });
  });
  const run = async (name: string): Promise<string> =>
    noteOf(await runPipeline(needing, { directory: directory(), parameters: { name } }), 'Need');
  expect(await run('a')).toBe('a and 0');
  expect(await run('b')).toBe('b and 1');
});

import { expectTypeOf } from 'vitest';
import { defineComponent, parametersSchema, type Engine, type Learner } from '@millrace/core';
import { definePipeline, latestArtifact, latestBlessedModel, planOf, runPipeline } from '@millrace/pipeline';
import type { OutputReference, PipelineBuilder } from '@millrace/pipeline';

type Parameters =
  { readonly learner: Learner; readonly label: string; readonly split?: string } | { readonly preset: 'quick' };

const schema = parametersSchema<Parameters>({ type: 'object' });
const Gen = defineComponent({
  name: 'Gen',
  version: '1',
  inputs: {},
  outputs: { examples: 'examples', statistics: 'statistics' },
  run: () => Promise.reject(new Error('never run')),
});
const Train = defineComponent({
  name: 'Train',
  version: '1',
  inputs: { examples: 'examples', history: 'examples[]', base: 'model?' },
  outputs: { model: 'model' },
  parameters: schema,
  run: () => Promise.reject(new Error('never run')),
});

declare const learner: Learner;
declare const engine: Engine;

export function wiring({ add, forEach }: PipelineBuilder<Readonly<Record<string, never>>>): void {
  const { examples, statistics } = add(Gen, {});
  expectTypeOf(examples).toEqualTypeOf<OutputReference<'examples'>>();

  const { model } = add(Train, { examples, history: [examples], learner, label: 'late' });
  expectTypeOf(model).toEqualTypeOf<OutputReference<'model'>>();
  add(Train, { examples, history: [], base: model, learner, label: 'late', split: 'all' });
  add(Train, { examples, history: [], base: undefined, preset: 'quick' }, { id: 'Train.quick', maxRetries: 1 });
  add(Train, { examples, history: [], base: latestBlessedModel(), preset: 'quick' });
  add(Train, { examples: latestArtifact('examples', { step: 'Gen' }), history: [], preset: 'quick' });
  add(Train, { examples, history: latestArtifact('examples'), preset: 'quick' });

  const weeks = forEach(['w1', 'w2'], String, (week, index) => ({ week, index, ...add(Gen, {}) }));
  expectTypeOf(weeks[0]!.statistics).toEqualTypeOf<OutputReference<'statistics'>>();
  add(Train, { examples, history: weeks.map((week) => week.examples), preset: 'quick' });

  // @ts-expect-error a model is not a set of examples
  add(Train, { examples: model, history: [], preset: 'quick' });
  // @ts-expect-error an item of the list is of another kind
  add(Train, { examples, history: [examples, statistics], preset: 'quick' });
  // @ts-expect-error one output where a list is taken
  add(Train, { examples, history: examples, preset: 'quick' });
  // @ts-expect-error the whole result of a step instead of one output
  add(Train, { examples: add(Gen, {}), history: [], preset: 'quick' });
  // @ts-expect-error a resolver of another kind
  add(Train, { examples: latestBlessedModel(), history: [], preset: 'quick' });
  // @ts-expect-error the input "examples" is missing
  add(Train, { history: [], preset: 'quick' });
  // @ts-expect-error the input "history" is missing, and an empty list must be said
  add(Train, { examples, preset: 'quick' });
  // @ts-expect-error parameters are missing
  add(Train, { examples, history: [] });
  // @ts-expect-error "labl" is no parameter
  add(Train, { examples, history: [], learner, label: 'late', labl: 'late' });
  // @ts-expect-error a label is a string
  add(Train, { examples, history: [], learner, label: 7 });
  // @ts-expect-error no such preset
  add(Train, { examples, history: [], preset: 'slow' });
  // @ts-expect-error Gen takes nothing
  add(Gen, { examples });
  // @ts-expect-error "retries" is no option
  add(Gen, {}, { retries: 3 });
  // @ts-expect-error Gen gives no model
  void add(Gen, {}).model;
  // @ts-expect-error keys are strings
  forEach([1], (key) => key, String);
  add(Gen, {}, { when: { output: model, property: 'blessed', equals: true } });
}

const plain = definePipeline('plain', wiring);
void runPipeline(plain);
void planOf(plain);
void runPipeline(plain, { engine: () => Promise.resolve(engine) });
// @ts-expect-error the pipeline takes no parameters
void runPipeline(plain, { parameters: { week: 1 } });

const weekly = definePipeline<{ readonly week: string }>('weekly', ({ parameters }) => {
  expectTypeOf(parameters.week).toEqualTypeOf<string>();
});
void runPipeline(weekly, { parameters: { week: '2001-06-18' } });
void planOf(weekly, { week: '2001-06-18' });
// @ts-expect-error parameters are missing
void runPipeline(weekly);
// @ts-expect-error parameters are missing
void runPipeline(weekly, { seed: 1 });
// @ts-expect-error a week is a string
void planOf(weekly, { week: 25 });

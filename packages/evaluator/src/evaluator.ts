import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineComponent, parametersSchema } from '@millrace/core';
import { writePayload } from '@millrace/core/artifacts';
import { evaluateModel } from './evaluate-model.ts';
import type { EvaluationSettings } from './evaluation-settings.ts';
import { renderEvaluation } from './report/render-evaluation.ts';

/** Parameters of the Evaluator. The seed is the run's. */
export interface EvaluatorParameters extends Omit<EvaluationSettings, 'seed'> {
  /** @defaultValue 'eval' */
  readonly split?: string | undefined;
  /** Raw column of the label. @defaultValue as the model computes it */
  readonly label?: string | undefined;
  /** Raw column of row weights. @defaultValue every row counts one */
  readonly weight?: string | undefined;
}

const text = { type: 'string' } as const;
const number = { type: 'number' } as const;
const wholeNumber = { type: 'integer', minimum: 1 } as const;

function object(properties: Readonly<Record<string, object>>, required: readonly string[] = []): object {
  return { type: 'object', required, additionalProperties: false, properties };
}

const sliceKey = {
  anyOf: [
    text,
    object({ column: text, part: { enum: ['hourOfDay', 'dayOfWeek', 'month', 'date'] } }, ['column', 'part']),
    object({ column: text, boundaries: { type: 'array', items: number, minItems: 1 } }, ['column', 'boundaries']),
  ],
};
const slices = {
  type: 'array',
  items: object({
    keys: { type: 'array', items: sliceKey },
    values: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
  }),
};
const change = object({ direction: { enum: ['higher', 'lower'] }, absolute: number, relative: number }, ['direction']);

const parameters = object({
  split: text,
  label: text,
  weight: text,
  slices,
  minSliceRows: wholeNumber,
  maxSlices: wholeNumber,
  metrics: { type: 'array', items: text },
  thresholds: {
    type: 'array',
    items: object(
      { metric: text, min: number, max: number, change, slices, compare: { enum: ['value', 'interval'] } },
      ['metric'],
    ),
  },
  decisionThreshold: number,
  topK: wholeNumber,
  intervals: object({ level: number, replicates: { type: 'integer', minimum: 0 } }),
});

/**
 * Predicts a split with the model and, where given, a baseline; writes metrics by slice with intervals and a report for people
 * (`report.html` beside `evaluation.json`), and says whether the model is blessed. It does not fail when it is not.
 */
export const Evaluator = defineComponent({
  name: 'Evaluator',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { examples: 'examples', model: 'model', baseline: 'model?' },
  outputs: { evaluation: 'evaluation', blessing: 'modelBlessing' },
  parameters: parametersSchema<EvaluatorParameters>(parameters),
  async run({ inputs, parameters: { split = 'eval', ...settings }, ...context }) {
    const { signal, seed, onProgress, publish, publishPayload } = context;
    const { openModel } = await import('@millrace/model');
    await using model = await openModel(inputs.model);
    await using baseline = inputs.baseline === undefined ? undefined : await openModel(inputs.baseline);
    const { evaluation, blessing } = await evaluateModel(model, inputs.examples, {
      ...settings,
      split,
      seed,
      signal,
      baseline,
      digests: { candidate: inputs.model.digest, baseline: inputs.baseline?.digest ?? null },
      engine: await context.engine(),
      onProgress: (rowCount) => onProgress(`${rowCount} rows predicted`),
    });
    return {
      evaluation: await publish('evaluation', async (directory) => {
        await writePayload('evaluation', evaluation, directory);
        await writeFile(path.join(directory, 'report.html'), renderEvaluation(evaluation, blessing));
        return { rowCount: evaluation.rowCount };
      }),
      blessing: await publishPayload('modelBlessing', blessing, { blessed: blessing.blessed }),
    };
  },
});

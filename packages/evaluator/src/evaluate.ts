import { checkOptions, optionForms, type Engine, type OptionForm, type Task } from '@millrace/core';
import type { DatasetInput } from '@millrace/data';
import { invalidOption } from './errors.ts';
import type { EvaluateResult } from './evaluate-result.ts';
import { resolveSettings, settingForms, type EvaluationSettings } from './evaluation-settings.ts';

export interface EvaluateOptions extends EvaluationSettings {
  /** Column of what came to pass: 0 and 1, booleans, text, or numbers. Rows without it are left out and counted. */
  readonly label: string;
  /**
   * Column of what was predicted: the probability of the positive class, or the value. For more than two classes one
   * column of probabilities a class, or one column of lists.
   */
  readonly prediction: string | readonly string[];
  /** The predictions of another model for the same rows, to compare with. */
  readonly baseline?: string | readonly string[] | undefined;
  /** @defaultValue by the data: several probabilities are `multi-class`; labels 0 and 1 with predictions from 0 to 1 are `binary`; else `regression` */
  readonly task?: Task | undefined;
  /** Names of the classes in the order of the probabilities. @defaultValue the names of the prediction columns, or the sorted labels */
  readonly classes?: readonly string[] | undefined;
  /** Binary: the label that the prediction is the probability of. Needed for labels that are text. @defaultValue 1 or true */
  readonly positive?: string | number | undefined;
  /** Column of row weights. @defaultValue every row counts one */
  readonly weight?: string | undefined;
  readonly engine?: Engine | undefined;
  /** Of an artifact. @defaultValue all splits */
  readonly split?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Measures predictions against what came to pass, by slice, with confidence intervals, and judges them by thresholds.
 * `predictions` is anything that holds rows: an array of objects, columns, a data frame, a path, an artifact.
 */
export async function evaluate(predictions: DatasetInput, options: EvaluateOptions): Promise<EvaluateResult> {
  checkEvaluateOptions(options);
  const settings = resolveSettings(options);
  const { evaluateRows } = await import('./evaluate-rows.ts');
  return evaluateRows(predictions, options, settings);
}

const columns: OptionForm = {
  expected: 'the name of a column, or the names of one column a class',
  admits: (value) => optionForms.text.admits(value) || optionForms.texts.admits(value),
};

function checkEvaluateOptions(options: EvaluateOptions): void {
  const { text, texts, task, engine, signal } = optionForms;
  checkOptions<EvaluateOptions>(options, 'evaluate', {
    ...settingForms,
    label: text,
    prediction: columns,
    baseline: columns,
    task,
    classes: texts,
    positive: {
      expected: 'the label of the positive class, a text or a number',
      admits: (value) => typeof value === 'string' || typeof value === 'number',
    },
    weight: text,
    engine,
    split: text,
    signal,
  });
  const { label, prediction }: Partial<EvaluateOptions> = options;
  for (const [option, value] of Object.entries({ label, prediction })) {
    if (value === undefined)
      throw invalidOption({ option, value, expected: 'the name of a column of the predictions' });
  }
}

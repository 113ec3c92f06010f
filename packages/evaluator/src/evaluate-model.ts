import { checkArgument, checkOptions, optionForms, type Engine, type Predictor } from '@millrace/core';
import type { DatasetInput } from '@millrace/data';
import { baselineDiffers, labelNeeded } from './errors.ts';
import type { EvaluateResult } from './evaluate-result.ts';
import { resolveSettings, settingForms, type EvaluationSettings } from './evaluation-settings.ts';

export interface EvaluateModelOptions extends EvaluationSettings {
  /** Another model to compare with, on the same rows. */
  readonly baseline?: Predictor | undefined;
  /** Raw column of the label, for models that do not know how theirs is made. @defaultValue as the model computes it */
  readonly label?: string | undefined;
  /** Raw column of row weights. @defaultValue every row counts one */
  readonly weight?: string | undefined;
  /** Digests that the result names. @defaultValue null */
  readonly digests?: { readonly candidate: string; readonly baseline: string | null } | undefined;
  readonly engine?: Engine | undefined;
  /** Of an artifact. @defaultValue all splits */
  readonly split?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told after each batch how many rows were predicted. */
  readonly onProgress?: ((rowCount: number) => void) | undefined;
}

/**
 * Asks a model, and a baseline on the same rows, to predict raw examples, and measures both as `evaluate` does. Rows are read and
 * predicted in batches; labels, scores and slice keys stay in memory.
 */
export async function evaluateModel(
  model: Predictor,
  examples: DatasetInput,
  options: EvaluateModelOptions = {},
): Promise<EvaluateResult> {
  const { text, predictor, object, engine: engineForm, signal: signalForm, callback } = optionForms;
  checkArgument(model, predictor, { caller: 'evaluateModel', argument: 'model' });
  checkOptions<EvaluateModelOptions>(options, 'evaluateModel', {
    ...settingForms,
    baseline: predictor,
    label: text,
    weight: text,
    digests: object,
    engine: engineForm,
    split: text,
    signal: signalForm,
    onProgress: callback,
  });
  const settings = resolveSettings(options);
  const { baseline, label } = options;
  if (baseline !== undefined) checkBaseline(model, baseline);
  if (label === undefined && model.computeLabels === undefined) throw labelNeeded({ label: model.signature.label });

  const { evaluatePredictor } = await import('./evaluate-predictor.ts');
  return evaluatePredictor(model, { examples, options, settings });
}

function checkBaseline({ signature: candidate }: Predictor, { signature: baseline }: Predictor): void {
  if (candidate.task !== baseline.task) {
    throw baselineDiffers({ property: 'task', candidate: candidate.task, baseline: baseline.task });
  }
  if (candidate.classes.join('\n') !== baseline.classes.join('\n')) {
    const name = (classes: readonly string[]): string => `[${classes.join(', ')}]`;
    throw baselineDiffers({
      property: 'classes',
      candidate: name(candidate.classes),
      baseline: name(baseline.classes),
    });
  }
}

import {
  checkArgument,
  checkOptions,
  optionForms,
  type ColumnBatch,
  type Engine,
  type Predictor,
} from '@millrace/core';
import { openDataset, type DatasetInput } from '@millrace/data';
import { baselineDiffers, labelNeeded, labelNotBinary, noRowsToEvaluate, predictionOutOfRange } from './errors.ts';
import type { EvaluateResult } from './evaluate-result.ts';
import { evaluateTable } from './evaluate-table.ts';
import { resolveSettings, settingForms, type EvaluationSettings } from './evaluation-settings.ts';
import { createRowCollector, type CollectedRows } from './rows/collect-rows.ts';
import { createLabelReader, readWeights, type LabelReader, type Scores } from './rows/read-column.ts';
import { resolveLabels } from './rows/resolve-labels.ts';
import { listKeys } from './slices/slice-spec.ts';

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
  const { baseline, label, weight, digests, engine, split, signal, onProgress } = options;
  const { signature } = model;
  if (baseline !== undefined) checkBaseline(model, baseline);
  if (label === undefined && model.computeLabels === undefined) throw labelNeeded({ label: signature.label });

  const predictors = baseline === undefined ? [model] : [model, baseline];
  const keys = listKeys([...settings.slices, ...settings.thresholds.flatMap(({ slices = [] }) => slices)]);
  const collector = createRowCollector(keys);
  const labelReader = label === undefined ? undefined : createLabelReader(label);
  let rowCount = 0;
  await using dataset = await openDataset(examples, { engine, split });
  for await (const batch of dataset.batches({ signal })) {
    signal?.throwIfAborted();
    const models: Scores[] = [];
    for (const predictor of predictors) models.push(await predict(predictor, batch));
    collector.add(batch, {
      labels: labelReader?.read(batch) ?? model.computeLabels!(batch),
      weights: weight === undefined ? undefined : readWeights(batch, weight, rowCount),
      models,
    });
    rowCount += batch.rowCount;
    onProgress?.(rowCount);
  }
  const rows = collector.finish();
  if (rows.rowCount === 0) throw noRowsToEvaluate({ rowCount, ...rows.droppedRows });
  return evaluateTable(
    { ...rows, task: signature.task, labels: finishLabels(rows, labelReader, { model, label }) },
    {
      label: label ?? signature.label,
      classes: signature.classes,
      candidate: digests?.candidate ?? null,
      baseline: digests?.baseline ?? null,
      droppedRows: rows.droppedRows,
      weight: weight ?? null,
    },
    settings,
  );
}

async function predict(predictor: Predictor, batch: ColumnBatch): Promise<Scores> {
  const { scores } = await predictor.predict(batch);
  const { task, classes } = predictor.signature;
  return { width: task === 'multi-class' ? classes.length : 1, values: scores };
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

function finishLabels(
  rows: CollectedRows,
  reader: LabelReader | undefined,
  { model, label }: { readonly model: Predictor; readonly label: string | undefined },
): Float64Array {
  const { task, classes, label: name } = model.signature;
  if (reader !== undefined && label !== undefined) {
    const isText = reader.texts() !== undefined;
    const positive = task === 'binary' && isText ? classes[1] : undefined;
    const prediction = task === 'multi-class' ? classes : label;
    return resolveLabels(rows, reader, { label, prediction, task, classes, positive }).labels;
  }
  if (task === 'binary') {
    const wrong = rows.labels.findIndex((value) => value !== 0 && value !== 1);
    if (wrong >= 0) throw labelNotBinary({ column: name, row: rows.tableRowOf(wrong), value: rows.labels[wrong] });
    rows.models.forEach((scores, index) => {
      const row = scores.findIndex((score) => !(score >= 0 && score <= 1));
      if (row >= 0) {
        const model = index === 0 ? 'candidate' : 'baseline';
        throw predictionOutOfRange({ row: rows.tableRowOf(row), value: scores[row]!, model });
      }
    });
  }
  return rows.labels;
}

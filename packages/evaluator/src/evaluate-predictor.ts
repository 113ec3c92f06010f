import type { ColumnBatch, Predictor } from '@millrace/core';
import { openDataset, type DatasetInput } from '@millrace/data';
import { labelNotBinary, noRowsToEvaluate, predictionOutOfRange } from './errors.ts';
import type { EvaluateModelOptions } from './evaluate-model.ts';
import type { EvaluateResult } from './evaluate-result.ts';
import { evaluateTable } from './evaluate-table.ts';
import type { ResolvedSettings } from './evaluation-settings.ts';
import { createRowCollector, type CollectedRows } from './rows/collect-rows.ts';
import { createLabelReader, readWeights, type LabelReader, type Scores } from './rows/read-column.ts';
import { resolveLabels } from './rows/resolve-labels.ts';
import { listKeys } from './slices/slice-spec.ts';

interface PredictorEvaluation {
  readonly examples: DatasetInput;
  readonly options: EvaluateModelOptions;
  readonly settings: ResolvedSettings;
}

/** What `evaluateModel` does: predicts batch by batch and measures what was predicted. */
export async function evaluatePredictor(
  model: Predictor,
  { examples, options, settings }: PredictorEvaluation,
): Promise<EvaluateResult> {
  const { baseline, label, weight, digests, engine, split, signal, onProgress } = options;
  const { signature } = model;
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

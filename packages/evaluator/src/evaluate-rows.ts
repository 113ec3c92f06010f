import { openDataset, type DatasetInput } from '@millrace/data';
import { classCountDiffers, noRowsToEvaluate } from './errors.ts';
import type { EvaluateOptions } from './evaluate.ts';
import type { EvaluateResult } from './evaluate-result.ts';
import { evaluateTable } from './evaluate-table.ts';
import type { ResolvedSettings } from './evaluation-settings.ts';
import { createRowCollector } from './rows/collect-rows.ts';
import { createLabelReader, readScores, readWeights } from './rows/read-column.ts';
import { resolveLabels } from './rows/resolve-labels.ts';
import { columnOfKey, listKeys } from './slices/slice-spec.ts';

/** What `evaluate` does: reads labels and predictions into memory and measures them. */
export async function evaluateRows(
  predictions: DatasetInput,
  options: EvaluateOptions,
  settings: ResolvedSettings,
): Promise<EvaluateResult> {
  const { label, prediction, baseline, weight, task, classes, positive, engine, split, signal } = options;
  const keys = listKeys([...settings.slices, ...settings.thresholds.flatMap(({ slices = [] }) => slices)]);
  const models = baseline === undefined ? [prediction] : [prediction, baseline];
  const columns = [label, ...models.flat(), ...(weight === undefined ? [] : [weight]), ...keys.map(columnOfKey)];

  const collector = createRowCollector(keys);
  const labelReader = createLabelReader(label);
  let firstRow = 0;
  await using dataset = await openDataset(predictions, { engine, split });
  for await (const batch of dataset.batches({ columns: [...new Set(columns)], signal })) {
    collector.add(batch, {
      labels: labelReader.read(batch),
      weights: weight === undefined ? undefined : readWeights(batch, weight, firstRow),
      models: models.map((names, index) => readScores(batch, names, index === 0 ? 'candidate' : 'baseline')),
    });
    firstRow += batch.rowCount;
  }
  const rows = collector.finish();
  if (rows.rowCount === 0) throw noRowsToEvaluate({ rowCount: firstRow, ...rows.droppedRows });
  const resolved = resolveLabels(rows, labelReader, { label, prediction, task, classes, positive });
  if (resolved.task === 'multi-class' && resolved.classes.length !== rows.scoreWidth) {
    throw classCountDiffers({ row: 0, count: rows.scoreWidth, expected: resolved.classes.length, model: 'candidate' });
  }
  return evaluateTable(
    { ...rows, task: resolved.task, labels: resolved.labels },
    {
      label,
      classes: resolved.classes,
      candidate: null,
      baseline: null,
      droppedRows: rows.droppedRows,
      weight: weight ?? null,
    },
    settings,
  );
}

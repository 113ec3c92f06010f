import type { DatasetInput } from '@millrace/data';
import { featuresAndGraph } from '../errors.ts';
import { checkTrainOptions, type TrainOptions } from './train-options.ts';
import type { TrainResult } from './train-result.ts';

/**
 * Learns a model from rows: a path or glob, rows, columns, a data frame, an artifact. The table is transformed by `graph`,
 * by `features` (fitted on the same rows), or taken as it is. Same rows, options and seed: same model.
 * Throws `TRAINER_...` for labels, rows and settings that cannot be learned from.
 *
 * @example
 * const { model } = await train('customers/*.parquet', { learner: gradientBoostedTrees(), label: 'churned' });
 */
export async function train(input: DatasetInput, options: TrainOptions): Promise<TrainResult> {
  checkTrainOptions(options);
  if (options.features !== undefined && options.graph !== undefined) throw featuresAndGraph();
  const { trainRows } = await import('./train-rows.ts');
  return trainRows(input, options);
}

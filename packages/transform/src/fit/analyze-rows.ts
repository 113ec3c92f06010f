import { openDataset, type DatasetInput } from '@millrace/data';
import { startFit, type FeatureSet, type FittedGraph } from '@millrace/features';
import { checkSourceColumns } from '../render/source-columns.ts';
import { countRound } from './count-round.ts';
import type { FitTransformOptions } from './fit-transform.ts';

/** What `fitTransform` does: asks the engine, round by round, what the analyzers need. */
export async function analyzeRows(
  input: DatasetInput,
  features: FeatureSet,
  { engine, split, signal }: FitTransformOptions,
): Promise<FittedGraph> {
  let round = startFit(features);
  await using dataset = await openDataset(input, { engine, split });
  while (round.graph === undefined) round = round.answer(await countRound(round, dataset, signal));
  checkSourceColumns(round.program, dataset.columns, 'the analysed rows');
  return round.graph;
}

import path from 'node:path';
import type { Artifact, ColumnSpec, Dataset, ExamplesPayload, RunContext, SplitFiles } from '@millrace/core';
import { readPayload, writePayload } from '@millrace/core/artifacts';
import { openDataset } from '@millrace/data';
import { compileExpression } from '@millrace/features';
import { chooseFeatures } from '../define/choose-features.ts';
import { checkFeatureView } from '../define/feature-view.ts';
import { duplicateFeature } from '../errors.ts';
import { holdRows } from './asking-table.ts';
import { joinDataset, prepareHistories } from './join-dataset.ts';
import type { PointInTimeJoinParameters } from './point-in-time-join.ts';
import { rowsPerFile, writeJoined } from './write-joined.ts';

interface PointInTimeJoinArguments extends RunContext {
  readonly inputs: { readonly examples: Artifact<'examples'>; readonly history: readonly Artifact<'examples'>[] };
  readonly parameters: PointInTimeJoinParameters;
}

const outcomeColumn: ColumnSpec = { name: 'outcome_time', type: 'timestamp' };

/** What the PointInTimeJoin does: joins split by split and publishes examples with the columns added. */
export async function runPointInTimeJoin({
  inputs,
  parameters,
  engine: openRunEngine,
  publish,
  signal,
  onProgress,
}: PointInTimeJoinArguments): Promise<{ readonly examples: Artifact<'examples'> }> {
  const { views, moment, outcomeTime } = parameters;
  views.forEach(checkFeatureView);
  const features = chooseFeatures(views);
  const engine = await openRunEngine();
  const payload = await readPayload(inputs.examples);
  const open = (artifact: Artifact<'examples'>, split?: string): Promise<Dataset> =>
    openDataset(artifact, { engine, split });
  const datasets = await Promise.all(inputs.history.map((artifact) => open(artifact)));
  const prepared = await prepareHistories([{ views, datasets }], features, signal);
  const outcome = outcomeTime === undefined ? undefined : compileExpression(outcomeTime, outcomeColumn.name);
  if (outcome !== undefined && payload.columns.some(({ name }) => name === outcomeColumn.name))
    throw duplicateFeature({ name: outcomeColumn.name, place: 'of the examples' });

  const examples = await publish('examples', async (directory) => {
    const splits: Record<string, SplitFiles> = {};
    for (const split of Object.keys(payload.splits)) {
      signal.throwIfAborted();
      onProgress(`joining the split "${split}"`);
      const dataset = await open(inputs.examples, split);
      // What becomes one file is read once, for its keys and moments and to be written.
      const isHeld = payload.splits[split]!.rowCount <= rowsPerFile;
      const rows = isHeld ? await engine.query(`select * from ${dataset.relation}`, { signal }) : undefined;
      const asking = rows === undefined ? dataset : holdRows(dataset, rows);
      const joined = await joinDataset(asking, prepared, { features, moment, signal });
      splits[split] = await writeJoined(dataset, joined, {
        engine,
        directory,
        split,
        rows,
        derive: (batch) => (outcome === undefined ? {} : { [outcomeColumn.name]: outcome.evaluate(batch) }),
        signal,
      });
    }
    const files = Object.values(splits).flatMap((split) => split.files.map((file) => path.join(directory, file)));
    const columns = await engine.describe(engine.parquetRelation(files));
    const document: ExamplesPayload = { ...payload, columns, splits };
    await writePayload('examples', document, directory);
    return inputs.examples.properties;
  });
  return { examples };
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toColumnBatch } from '@millrace/core';
import { openDataset, openEngine } from '@millrace/data';
import { graphToFiles } from '@millrace/features';
import { gradientBoostedTrees, train } from '@millrace/trainer';
import { applyTransform, fitTransform } from '@millrace/transform';
import { features } from './flight-features.ts';
import { prepareData } from './prepare-data.ts';

export async function makeModel(directory: string): Promise<void> {
  const weeks = await prepareData('weeks');
  const training = path.join(weeks, 'training.parquet');
  await using engine = await openEngine();
  const graph = await fitTransform(training, features, { engine });
  await mkdir(path.join(directory, 'graph'));
  for (const [name, bytes] of Object.entries(graphToFiles(graph)))
    await writeFile(path.join(directory, 'graph', name), bytes);
  await using transformed = await applyTransform(training, graph, { engine });
  await engine.writeParquet(`select * from ${transformed.relation}`, path.join(directory, 'transformed.parquet'));

  const learner = gradientBoostedTrees({ trees: 200, maxDepth: 6, bins: 63 });
  const trained = await train(training, { learner, graph, label: 'late', engine });
  const { model } = trained;
  await trained.save(path.join(directory, 'model'));
  await using evaluation = await openDataset(path.join(weeks, 'evaluation.parquet'), { engine });
  const rows = await evaluation.read();
  const { scores } = await model.predict(rows);
  const { date, origin } = rows.columns;
  const predictions = toColumnBatch({ late: model.computeLabels!(rows), score: scores });
  await using table = await engine.registerTable({
    rowCount: rows.rowCount,
    columns: { ...predictions.columns, date: date!, origin: origin! },
  });
  await engine.writeParquet(`select * from ${table.relation}`, path.join(directory, 'predictions.parquet'));
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LearnerData, NumericColumn } from '@millrace/core';
import { openDataset, openEngine } from '@millrace/data';
import { describeOutputs, graphFromFiles } from '@millrace/features';
import { prepareData } from './prepare-data.ts';

/** The transformed training window as a learner gets it; label `late`. */
export async function readLearnerData(): Promise<LearnerData> {
  const directory = await prepareData('model');
  const graphFolder = path.join(directory, 'graph');
  const names = await readdir(graphFolder);
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(path.join(graphFolder, name))] as const),
  );
  const features = describeOutputs(graphFromFiles(Object.fromEntries(files))).filter(({ name }) => name !== 'late');
  await using engine = await openEngine();
  await using dataset = await openDataset(path.join(directory, 'transformed.parquet'), { engine });
  const batch = await dataset.read();
  const valuesOf = (name: string): Float64Array | Int32Array => {
    const { values, validity } = batch.columns[name] as NumericColumn & { readonly values: Float64Array | Int32Array };
    if (validity === undefined) return values;
    const read = Float64Array.from(values);
    for (let row = 0; row < read.length; row++) if (validity[row] === 0) read[row] = NaN;
    return read;
  };
  return {
    task: 'binary',
    classCount: 2,
    features,
    train: {
      rowCount: batch.rowCount,
      columns: features.map(({ name }) => valuesOf(name)),
      labels: Float64Array.from(valuesOf('late')),
    },
  };
}

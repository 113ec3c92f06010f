import { compileRow, describeOutputs, fitFeatures, type FeatureSet } from '@millrace/features';

type Row = Readonly<Record<string, unknown>>;

export interface PageTask {
  readonly features: FeatureSet;
  /** Rows to fit the features on. */
  readonly known: readonly Row[];
  readonly rows: readonly Row[];
}

/** Runs in the page and, for comparison, in Node.js. */
export function computeFeatures({ features, known, rows }: PageTask): (number | null)[] {
  const graph = fitFeatures(features, known);
  const values = new Float64Array(describeOutputs(graph).length);
  const compute = compileRow(graph);
  return rows.flatMap((row) => {
    compute(row, values);
    return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  });
}

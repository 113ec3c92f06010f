import { getColumn, type Dataset, type NumericColumn } from '@millrace/core';

const sampleRows = 16384;

/**
 * Columns of numbers in which, to judge by the first rows, grouping would leave more than a quarter as many groups as there
 * are rows. Only speed depends on the guess.
 */
export async function findMostlyDistinct(
  dataset: Dataset,
  { rowCount, signal }: { readonly rowCount: number; readonly signal: AbortSignal | undefined },
): Promise<ReadonlySet<string>> {
  const columns = dataset.columns
    .filter(({ type }) => type === 'float' || type === 'integer' || type === 'timestamp')
    .map(({ name }) => name);
  if (columns.length === 0 || rowCount < sampleRows) return new Set();
  const sample = await dataset.read({ columns, limit: sampleRows, signal });
  return new Set(columns.filter((name) => isMostlyDistinct(getColumn(sample, name) as NumericColumn, rowCount)));
}

function isMostlyDistinct({ values, validity }: NumericColumn, rowCount: number): boolean {
  const present = validity === undefined ? values : values.filter((_, row) => validity[row] === 1);
  if (present.length < values.length / 2) return false;
  const repeats = present.length - new Set(present).size;
  // Among m draws from d equally likely values, m² / 2d pairs are expected to be equal.
  return repeats === 0 || present.length ** 2 / (2 * repeats) > rowCount / 4;
}

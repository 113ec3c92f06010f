import { createRandom, getCell, getColumn, toColumnBatch, type ColumnBatch, type Dataset } from '@millrace/core';

/** Rows from which golden rows are drawn, from the start of the split. */
const CANDIDATES = 8192;
const GOLDEN_ROWS = 16;

/** Some raw rows, drawn by seed, whose scores are stored in the model. */
export async function drawGoldenRows(
  dataset: Pick<Dataset, 'read'>,
  columns: readonly string[],
  seed: number,
): Promise<ColumnBatch> {
  const candidates = await dataset.read({ columns, limit: CANDIDATES });
  const positions = createRandom(seed, 4)
    .shuffle(Array.from({ length: candidates.rowCount }, (_, row) => row))
    .slice(0, GOLDEN_ROWS)
    .sort((a, b) => a - b);
  return toColumnBatch(
    positions.map((row) =>
      Object.fromEntries(columns.map((name) => [name, getCell(getColumn(candidates, name), row)])),
    ),
  );
}

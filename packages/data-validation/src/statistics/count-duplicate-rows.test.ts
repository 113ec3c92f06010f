import { expect, it } from 'vitest';
import { openDataset, openEngine } from '@millrace/data';
import { countDuplicateRows } from './count-duplicate-rows.ts';

it.each([20_000_000, 100_000])('counts the same duplicates with %d hashes in memory at once', async (hashesAtOnce) => {
  const rowCount = 300_000;
  // Every hundredth row equals the one fifty rows before it, and some of them the one a hundred rows before, too.
  const key = Float64Array.from({ length: rowCount }, (_, row) => (row % 100 === 50 ? row - 50 : row));
  key[300] = key[200]!;
  const name = Array.from(key, (value) => `flight ${value}`);
  await using engine = await openEngine();
  await using dataset = await openDataset({ key, name }, { engine });
  expect(await countDuplicateRows(dataset, { rowCount, hashesAtOnce })).toBe(rowCount - new Set(key).size);
});

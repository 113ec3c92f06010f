import { toRows } from '@millrace/core';
import { openDataset, type DatasetInput, type OpenDatasetOptions } from '@millrace/data';

/** All rows of an input, as a user reads them. */
export async function readRows(
  input: DatasetInput,
  options: OpenDatasetOptions = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const dataset = await openDataset(input, options);
  try {
    return toRows(await dataset.read());
  } finally {
    await dataset[Symbol.asyncDispose]();
  }
}

import { unknownColumn, type Dataset } from '@millrace/core';
import { quoteIdentifier } from '@millrace/data';
import { noColumns } from '../errors.ts';

/** The dataset with only these columns, in this order. Throws `CORE_UNKNOWN_COLUMN` and `DATA_VALIDATION_NO_COLUMNS`. */
export function selectColumns(dataset: Dataset, names: readonly string[]): Dataset {
  if (names.length === 0) throw noColumns();
  const known = dataset.columns.map(({ name }) => name);
  const columns = names.map((name) => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw unknownColumn({ name, known, place: 'the data' });
    return column;
  });
  const select = `(select ${names.map(quoteIdentifier).join(', ')} from ${dataset.relation})`;
  return { ...dataset, columns, relation: `${select} as selected_columns` };
}

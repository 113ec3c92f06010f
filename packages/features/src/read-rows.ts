import {
  type OptionForm,
  checkArgument,
  describeValue,
  optionForms,
  type Column,
  type ColumnBatch,
  type ColumnSpec,
  type FeatureRow,
  type ScalarColumnType,
} from '@millrace/core';
import { wrongRow, wrongValue } from './errors.ts';
import { bindField } from './evaluate/read-field.ts';
import { expectedValues } from './evaluate/expected-values.ts';
import type { TextVector } from './evaluate/vector.ts';

const columnsForm: OptionForm = {
  expected: 'columns with names and types, as `requiredColumns` gives',
  admits: (value) =>
    Array.isArray(value) && value.every((column) => optionForms.text.admits((column as ColumnSpec | null)?.name)),
};

/**
 * Rows as clients send them, as columns of the declared types (those of `requiredColumns`): ISO text becomes microseconds,
 * absent and null become missing, fields that are not named are left out.
 * Throws `FEATURES_WRONG_VALUE` naming field, row and value.
 */
export function readRows(rows: readonly FeatureRow[], columns: readonly ColumnSpec[]): ColumnBatch {
  const place = { caller: 'readRows' };
  checkArgument(rows, optionForms.list, { ...place, argument: 'rows' });
  checkArgument(columns, columnsForm, { ...place, argument: 'columns' });
  for (const row of rows) if (typeof row !== 'object' || row === null) throw wrongRow({ value: describeValue(row) });
  const entries = columns.map(({ name, type }) => [name, readField(rows, name, type as ScalarColumnType)] as const);
  return { rowCount: rows.length, columns: Object.fromEntries(entries) };
}

function readField(rows: readonly FeatureRow[], name: string, type: ScalarColumnType): Column {
  const cell = type === 'string' ? ([null] as TextVector) : new Float64Array(1);
  const read = bindField(name, type, cell);
  const readAt = (row: number) => {
    try {
      read(rows[row]!);
    } catch {
      const value = describeValue(rows[row]![name]);
      throw wrongValue({ field: name, row, value, expected: expectedValues[type] });
    }
  };
  if (type === 'string') {
    const values = rows.map((_, row) => {
      readAt(row);
      return (cell as TextVector)[0]!;
    });
    return { type, values };
  }
  const values = new Float64Array(rows.length);
  let validity: Uint8Array | undefined;
  for (let row = 0; row < rows.length; row++) {
    readAt(row);
    values[row] = cell[0] as number;
    if (Number.isNaN(values[row])) {
      validity ??= new Uint8Array(rows.length).fill(1);
      validity[row] = 0;
    }
  }
  return { type, values, validity };
}

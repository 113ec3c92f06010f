import type { Matrix } from './net-weights.ts';

/** Rows of tables side by side: row i holds tables[0][codes[0][i]], tables[1][codes[1][i]], ... */
export function lookUp(tables: readonly Matrix[], codes: readonly Int32Array[], rowCount: number): Float32Array {
  const width = tables.reduce((sum, { columns }) => sum + columns, 0);
  const into = new Float32Array(rowCount * width);
  let offset = 0;
  tables.forEach(({ columns, values }, table) => {
    const rows = codes[table]!;
    for (let i = 0; i < rowCount; i++) {
      for (let k = 0; k < columns; k++) into[i * width + offset + k] = values[rows[i]! * columns + k]!;
    }
    offset += columns;
  });
  return into;
}

/** The gradient of `lookUp`: the slopes of all rows that read a category, added up for each table. */
export function scatter(
  tables: readonly Matrix[],
  codes: readonly Int32Array[],
  slopes: Float32Array,
): readonly Float32Array[] {
  const width = tables.reduce((sum, { columns }) => sum + columns, 0);
  let offset = 0;
  return tables.map(({ columns, values }, table) => {
    const rows = codes[table]!;
    const sums = new Float32Array(values.length);
    for (let i = 0; i < rows.length; i++) {
      for (let k = 0; k < columns; k++) sums[rows[i]! * columns + k]! += slopes[i * width + offset + k]!;
    }
    offset += columns;
    return sums;
  });
}

/** Adds the rows of tables, all `outputs` wide, to scores. */
export function addRows(tables: readonly Matrix[], codes: readonly Int32Array[], scores: Float32Array): void {
  tables.forEach(({ columns, values }, table) => {
    const rows = codes[table]!;
    for (let i = 0; i < rows.length; i++) {
      for (let k = 0; k < columns; k++) scores[i * columns + k]! += values[rows[i]! * columns + k]!;
    }
  });
}

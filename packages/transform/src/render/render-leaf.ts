import type { ColumnSpec } from '@millrace/core';
import { quoteIdentifier, type Dialect } from '@millrace/data';

/** A raw column as a value of the graph: a NaN of the data is missing, a timestamp becomes microseconds. */
export function renderLeaf({ name, type }: ColumnSpec, dialect: Dialect): string {
  const column = quoteIdentifier(name);
  switch (type) {
    case 'float':
      return `nullif(cast(${column} as double), cast('nan' as double))`;
    case 'integer':
      return `cast(${column} as double)`;
    case 'timestamp':
      return dialect.microsecondsOf(column);
    case 'string':
      return `cast(${column} as varchar)`;
    case 'boolean':
    case 'list':
      return column;
  }
}

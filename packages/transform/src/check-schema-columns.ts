import { unknownColumn, type ColumnSpec, type SchemaPayload } from '@millrace/core';
import { wrongColumnType } from './errors.ts';

/** Checks that a schema knows the raw columns of a graph, with types that they read. */
export function checkSchemaColumns(columns: readonly ColumnSpec[], { features }: SchemaPayload): void {
  const place = 'the schema';
  for (const { name, type: expected } of columns) {
    const feature = Object.hasOwn(features, name) ? features[name] : undefined;
    if (feature === undefined) throw unknownColumn({ name, known: Object.keys(features), place });
    const { type: actual } = feature;
    if (actual !== expected && !(expected === 'float' && actual === 'integer'))
      throw wrongColumnType({ column: name, actual, expected, place });
  }
}

import {
  checkArgument,
  checkOptions,
  optionForms,
  type SchemaFeature,
  type SchemaPayload,
  type StatisticsPayload,
} from '@millrace/core';
import { selectSplits } from '../statistics/select-split.ts';
import { inferFeature } from './infer-feature.ts';
import { readMaxStringDomainSize } from './schema-options.ts';
import { updateSchema } from './update-schema.ts';

export interface InferSchemaOptions {
  /** Text columns of at most so many distinct values get them as their domain. @defaultValue 100 */
  readonly maxStringDomainSize?: number | undefined;
  /** Whether lists that all have one length get that length as their shape. @defaultValue true */
  readonly inferShape?: boolean | undefined;
  /** Splits to infer from: the first gives the schema, the others widen it. @defaultValue all, by name */
  readonly splits?: readonly string[] | undefined;
}

/**
 * A first schema, by TFDV's rules: the type; at least one value, in every row if none was missing; the number of values of
 * lists; a domain for flags, text of integers, and text of few distinct values. Numbers get no range: their extremes in one
 * data set say little about the next. Meant to be read and edited by a person.
 */
export function inferSchema(statistics: StatisticsPayload, options: InferSchemaOptions = {}): SchemaPayload {
  checkArgument(statistics, optionForms.statistics, { caller: 'inferSchema', argument: 'statistics' });
  checkOptions<InferSchemaOptions>(options, 'inferSchema', {
    maxStringDomainSize: true,
    inferShape: optionForms.flag,
    splits: optionForms.texts,
  });
  const { inferShape = true, splits } = options;
  const maxStringDomainSize = readMaxStringDomainSize(options.maxStringDomainSize);
  const [first, ...others] = selectSplits(statistics, splits);
  const features = first!.statistics.columns.map((column): [string, SchemaFeature] => [
    column.name,
    inferFeature(column, { maxStringDomainSize, inferShape }),
  ]);
  const schema: SchemaPayload = { specVersion: 1, features: Object.fromEntries(features) };
  if (others.length === 0) return schema;
  return updateSchema(schema, statistics, { maxStringDomainSize, splits: others.map(({ split }) => split) });
}

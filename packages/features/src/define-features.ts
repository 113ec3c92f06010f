import { describeValue, requireOptions } from '@millrace/core';
import { invalidFeatureName, noFeatures, wrongOperand } from './errors.ts';
import { checkExpression } from './expression/check-expression.ts';
import type { Expression, OutputExpression } from './expression/expression.ts';
import { readColumns } from './graph/assemble-graph.ts';
import type { MapperNode } from './graph/fitted-graph.ts';
import { toMapperNode } from './graph/graph-builder.ts';

export interface Feature {
  readonly name: string;
  readonly expression: OutputExpression;
}

/** Declared features in their order: plain JSON, not yet fitted. */
export interface FeatureSet {
  readonly specVersion: 1;
  readonly features: readonly Feature[];
}

/**
 * Declares features (and the label, which is a feature like the others) by name; their order is the order of the outputs.
 * Every expression is checked, also when it comes from JavaScript: throws `FEATURES_WRONG_OPERAND`, `FEATURES_WRONG_SETTING`,
 * `FEATURES_INVALID_EXPRESSION` or `FEATURES_INVALID_NAME`, naming the feature and the path to the operator, or
 * `FEATURES_COLUMN_TYPES_DIFFER` for a column that is read as two types.
 *
 * @example
 * defineFeatures({ distance: zScore(log1p(number('distance'))), late: greaterThan(number('delay'), 15) })
 */
export function defineFeatures(features: Readonly<Record<string, OutputExpression>>): FeatureSet {
  requireOptions(features, 'defineFeatures');
  return checkFeatures({
    specVersion: 1,
    features: Object.entries(features).map(([name, expression]) => ({ name, expression })),
  });
}

/** Checks a feature set that came through JSON, and gives it its type. Throws as `defineFeatures` does. */
export function checkFeatures(value: unknown): FeatureSet {
  const features = (value as Partial<FeatureSet> | null | undefined)?.features;
  if (!Array.isArray(features) || features.length === 0) throw noFeatures();
  const names = new Set<string>();
  for (const feature of features as readonly unknown[]) {
    const { name, expression } = (feature ?? {}) as Partial<Feature>;
    if (typeof name !== 'string' || name === '' || name === '__proto__')
      throw invalidFeatureName({ name: describeValue(name), reason: 'it is not a text with at least one character' });
    if (names.has(name)) throw invalidFeatureName({ name, reason: 'there is another of that name' });
    names.add(name);
    const { type }: Expression = checkExpression(expression, { feature: name, path: '' });
    if (type === 'text' || type === 'timestamp') {
      throw wrongOperand({
        feature: name,
        path: 'the top',
        expected: 'numeric, boolean, categorical or one-hot',
        actual: type,
      });
    }
  }
  readColumns((features as readonly Feature[]).flatMap(({ expression }) => leavesOf(expression)));
  return { specVersion: 1, features: features as readonly Feature[] };
}

function leavesOf(expression: Expression): readonly MapperNode[] {
  return expression.inputs.length === 0 ? [toMapperNode(expression, [])] : expression.inputs.flatMap(leavesOf);
}

import type { ScalarColumnType } from '@millrace/core';
import type { Aggregation } from './aggregation.ts';
import type { Duration } from './duration.ts';
import type { FeatureView } from './feature-view.ts';

/** One column that a view gives. */
export interface ViewFeature {
  /** `<view>_<value>_<window>`, or `<view>_<value>` for a last known value. */
  readonly name: string;
  readonly type: ScalarColumnType;
  readonly view: string;
  /** Name of the value in the view. */
  readonly value: string;
  /** Absent for a last known value. */
  readonly window?: Duration | undefined;
}

/** The features of a view in the order of their columns: value by value, each over all windows. */
export function listFeatures(view: FeatureView): readonly ViewFeature[] {
  return Object.entries(view.values).flatMap(([value, aggregation]) => {
    const type = typeOf(aggregation);
    if (aggregation.aggregate === 'latest') return [{ name: `${view.name}_${value}`, type, view: view.name, value }];
    return (view.windows ?? []).map((window) => ({
      name: `${view.name}_${value}_${window}`,
      type,
      view: view.name,
      value,
      window,
    }));
  });
}

function typeOf({ aggregate, value }: Aggregation): ScalarColumnType {
  switch (aggregate) {
    case 'count':
    case 'distinctCount':
      return 'integer';
    case 'sum':
    case 'mean':
    case 'standardDeviation':
      return 'float';
    case 'min':
    case 'max':
    case 'first':
    case 'last':
    case 'latest':
      return columnTypes[value?.type ?? 'numeric'] ?? 'float';
  }
}

const columnTypes: Readonly<Record<string, ScalarColumnType>> = {
  numeric: 'float',
  boolean: 'boolean',
  text: 'string',
  timestamp: 'timestamp',
};

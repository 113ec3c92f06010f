import { defineComponent, parametersSchema, type Component } from '@millrace/core';
import type { TimestampExpression } from '@millrace/features';
import type { FeatureView } from '../define/feature-view.ts';

export interface PointInTimeJoinParameters {
  readonly views: readonly FeatureView[];
  /** Column of the examples: the moment at which each row asks what was known. */
  readonly moment: string;
  /** When the outcome of a row becomes known; adds the column `outcome_time`. @defaultValue no such column */
  readonly outcomeTime?: TimestampExpression | undefined;
}

/**
 * Adds to every example what the views knew at its moment. The same splits, rows and order, with one column more a
 * feature. The history is the artifacts below one another, all splits of each; it may hold the examples themselves.
 * Artifacts that overlap count their common events twice.
 */
export const PointInTimeJoin: Component<
  { readonly examples: 'examples'; readonly history: 'examples[]' },
  { readonly examples: 'examples' },
  PointInTimeJoinParameters
> = defineComponent({
  name: 'PointInTimeJoin',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { examples: 'examples', history: 'examples[]' },
  outputs: { examples: 'examples' },
  parameters: parametersSchema<PointInTimeJoinParameters>({
    type: 'object',
    required: ['views', 'moment'],
    additionalProperties: false,
    properties: {
      views: { type: 'array', minItems: 1, items: { type: 'object', required: ['name', 'eventTime', 'values'] } },
      moment: { type: 'string', minLength: 1 },
      outcomeTime: { type: 'object', required: ['op', 'type', 'inputs', 'settings'] },
    },
  }),
  run: async (context) => (await import('./run-point-in-time-join.ts')).runPointInTimeJoin(context),
});

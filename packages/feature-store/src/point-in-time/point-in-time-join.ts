import path from 'node:path';
import {
  defineComponent,
  parametersSchema,
  type Artifact,
  type ColumnSpec,
  type Component,
  type Dataset,
  type ExamplesPayload,
  type SplitFiles,
} from '@millrace/core';
import { readPayload, writePayload } from '@millrace/core/artifacts';
import { openDataset } from '@millrace/data';
import { compileExpression, type TimestampExpression } from '@millrace/features';
import { chooseFeatures } from '../define/choose-features.ts';
import { checkFeatureView, type FeatureView } from '../define/feature-view.ts';
import { duplicateFeature } from '../errors.ts';
import { joinDataset, prepareHistories } from './join-dataset.ts';
import { writeJoined } from './write-joined.ts';

export interface PointInTimeJoinParameters {
  readonly views: readonly FeatureView[];
  /** Column of the examples: the moment at which each row asks what was known. */
  readonly moment: string;
  /** When the outcome of a row becomes known; adds the column `outcome_time`. @defaultValue no such column */
  readonly outcomeTime?: TimestampExpression | undefined;
}

const outcomeColumn: ColumnSpec = { name: 'outcome_time', type: 'timestamp' };

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
  async run({ inputs, parameters, engine: openRunEngine, publish, signal, onProgress }) {
    const { views, moment, outcomeTime } = parameters;
    views.forEach(checkFeatureView);
    const features = chooseFeatures(views);
    const engine = await openRunEngine();
    const payload = await readPayload(inputs.examples);
    const open = (artifact: Artifact<'examples'>, split?: string): Promise<Dataset> =>
      openDataset(artifact, { engine, split });
    const datasets = await Promise.all(inputs.history.map((artifact) => open(artifact)));
    const prepared = await prepareHistories([{ views, datasets }], features, signal);
    const outcome = outcomeTime === undefined ? undefined : compileExpression(outcomeTime, outcomeColumn.name);
    if (outcome !== undefined && payload.columns.some(({ name }) => name === outcomeColumn.name))
      throw duplicateFeature({ name: outcomeColumn.name, place: 'of the examples' });

    const examples = await publish('examples', async (directory) => {
      const splits: Record<string, SplitFiles> = {};
      for (const split of Object.keys(payload.splits)) {
        signal.throwIfAborted();
        onProgress(`joining the split "${split}"`);
        const dataset = await open(inputs.examples, split);
        const joined = await joinDataset(dataset, prepared, { features, moment, signal });
        splits[split] = await writeJoined(dataset, joined, {
          engine,
          directory,
          split,
          derive: (batch) => (outcome === undefined ? {} : { [outcomeColumn.name]: outcome.evaluate(batch) }),
          signal,
        });
      }
      const files = Object.values(splits).flatMap((split) => split.files.map((file) => path.join(directory, file)));
      const columns = await engine.describe(engine.parquetRelation(files));
      const document: ExamplesPayload = { ...payload, columns, splits };
      await writePayload('examples', document, directory);
      return inputs.examples.properties;
    });
    return { examples };
  },
});

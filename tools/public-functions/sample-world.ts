import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  toColumnBatch,
  type Artifact,
  type ColumnBatch,
  type DriftReportPayload,
  type Engine,
  type EvaluationPayload,
  type ExamplesPayload,
  type FittedModel,
  type Learner,
  type ModelBlessingPayload,
  type OnlineStore,
  type SchemaPayload,
  type StatisticsPayload,
} from '@millrace/core';
import { openArtifact, readPayload } from '@millrace/core/artifacts';
import { generateExamples, openDataset, openEngine, type OpenedDataset } from '@millrace/data';
import { computeStatistics, inferSchema } from '@millrace/data-validation';
import { evaluate } from '@millrace/evaluator';
import { createSqliteOnlineStore, type FeatureView } from '@millrace/feature-store';
import { defineFeatures, fitFeatures, flag, number, type FeatureSet, type FittedGraph } from '@millrace/features';
import { openModel, type OpenedModel } from '@millrace/model';
import { monitor } from '@millrace/monitor';
import { definePipeline, type Pipeline } from '@millrace/pipeline';
import { gradientBoostedTrees, train } from '@millrace/trainer';
import { visitsView } from '../visits-view.ts';

type Row = Readonly<Record<string, unknown>>;

export interface SampleWorld {
  /** A path in its directory. */
  readonly at: (...parts: readonly string[]) => string;
  readonly rows: readonly Row[];
  readonly table: readonly Row[];
  readonly predictions: readonly Row[];
  readonly requests: readonly Row[];
  readonly engine: Engine;
  readonly dataset: OpenedDataset;
  readonly examples: Artifact<'examples'>;
  readonly examplesPayload: ExamplesPayload;
  readonly statistics: StatisticsPayload;
  readonly schema: SchemaPayload;
  readonly features: FeatureSet;
  readonly graph: FittedGraph;
  readonly view: FeatureView;
  readonly onlineStore: OnlineStore;
  readonly learner: Learner;
  readonly fitted: Pick<FittedModel, 'flavour' | 'files' | 'summary'>;
  readonly goldenRows: ColumnBatch;
  readonly model: OpenedModel;
  readonly evaluation: EvaluationPayload;
  readonly blessing: ModelBlessingPayload;
  readonly driftReport: DriftReportPayload;
  readonly pipeline: Pipeline;
}

/** One of each thing that functions take, made in a directory. */
export async function createSampleWorld(directory: string): Promise<SampleWorld> {
  const at = (...parts: readonly string[]): string => path.join(directory, ...parts);
  const rows = Array.from({ length: 60 }, (_, index) => ({
    x: (index * 7) % 11,
    churned: (index * 7) % 11 > 5,
    customer: `c${index % 3}`,
    time: new Date(Date.UTC(2026, 0, 1, index)),
  }));
  const table = rows.map(({ x, churned }) => ({ x, churned }));
  const engine = await openEngine();
  const features = defineFeatures({ x: number('x'), churned: flag('churned') });
  const graph = fitFeatures(features, table);
  const learner = gradientBoostedTrees({ trees: 2, minChildRows: 1 });
  const trained = await train(table, { learner, label: 'churned', engine });
  await trained.save(at('churn', '1'));
  await trained.model[Symbol.asyncDispose]();
  const model = await openModel(at('churn', '1'));
  const examples = await generateExamples(table, { directory: at('artifacts'), engine });
  const statistics = await computeStatistics(table, { engine });
  const predictions = table.map(({ churned }) => ({ y: churned, p: churned ? 0.9 : 0.1 }));
  const evaluation = await evaluate(predictions, { label: 'y', prediction: 'p', engine });
  const requests = table.map(({ x }) => ({ x, prediction: 0.4 }));
  return {
    at,
    rows,
    table,
    engine,
    features,
    graph,
    learner,
    model,
    predictions,
    ...evaluation,
    statistics,
    view: visitsView,
    requests,
    examples: await openArtifact(examples.path, 'examples'),
    examplesPayload: await readPayload(examples),
    dataset: await openDataset(table, { engine }),
    schema: inferSchema(statistics),
    onlineStore: createSqliteOnlineStore(at('online.db')),
    pipeline: definePipeline<unknown>('nothing', () => undefined),
    driftReport: await monitor(requests, { reference: table, engine }),
    fitted: {
      flavour: 'trees',
      files: Object.fromEntries(
        model.manifest.flavourFiles.map((file) => [file, readFileSync(at('churn', '1', file))] as const),
      ),
      summary: {},
    },
    goldenRows: toColumnBatch(table.slice(0, 5)),
  };
}

import path from 'node:path';
import { ExampleGen, TrainingWindow, openEngine, parquet } from '@millrace/data';
import { ExampleValidator, ImportSchema, StatisticsGen } from '@millrace/data-validation';
import { Evaluator, type Threshold } from '@millrace/evaluator';
import { PointInTimeJoin } from '@millrace/feature-store';
import { DriftMonitor } from '@millrace/monitor';
import { definePipeline, type OutputReference } from '@millrace/pipeline';
import { InfraValidator, Pusher } from '@millrace/serving';
import { Trainer, gradientBoostedTrees, wideAndDeep } from '@millrace/trainer';
import { Transform } from '@millrace/transform';
import { features, landedAt, ticketFeatures, views, unjudgedColumns, watchedColumns } from './features.ts';
import { firstWeek } from './land-weeks.ts';
import { ReplayTraffic } from './replay-traffic.ts';
import { addWeeks, listWeeks, startOf } from './weeks.ts';

/** What a run is asked: the week to judge the model on, and the learner. */
export interface FlightParameters {
  readonly landing: string;
  readonly serving: string;
  readonly schemaFile: string;
  readonly evaluationWeek: string;
  readonly learner: LearnerName;
}

export const weeksOfTraining = 8;

export const learners = {
  trees: gradientBoostedTrees({ trees: 200, maxDepth: 6, bins: 63 }),
  /** For a cut of the flights: 200 deep trees learn a few ten thousand of them by heart. */
  'few-trees': gradientBoostedTrees({ trees: 60, maxDepth: 4, bins: 63 }),
  'wide-and-deep': wideAndDeep(),
};

export type LearnerName = keyof typeof learners;

/** What a model must reach to be pushed: on its own, and against the same learner that knows the ticket only. */
const gates: readonly Threshold[] = [
  { metric: 'rocAuc', min: 0.7 },
  { metric: 'calibrationError', max: 0.05 },
  { metric: 'logLoss', change: { direction: 'lower', absolute: 0 }, compare: 'interval' },
];

/** Weekly spans in, a judged and watched model out. */
export default definePipeline<FlightParameters>(
  'flight-delays',
  ({ add, forEach, parameters }) => {
    const { landing, evaluationWeek, serving, schemaFile } = parameters;
    const learner = learners[parameters.learner];
    const { schema } = add(ImportSchema, { path: schemaFile });

    // Every week of flights: counted, validated, and joined with what was known at each departure.
    const lastWeek = addWeeks(evaluationWeek, 1);
    const weeks = listWeeks(firstWeek, lastWeek);
    const source = parquet(path.join(landing, 'flights-{YYYY}-{MM}-{DD}.parquet'));
    let previous: OutputReference<'statistics'> | undefined;
    const ingested = forEach(weeks, String, (week) => {
      const { examples } = add(ExampleGen, { source, span: week, split: { all: 1 } });
      const { statistics } = add(StatisticsGen, { examples });
      add(ExampleValidator, { statistics, schema, previous });
      previous = statistics;
      return { week, examples };
    });
    const joined = forEach(
      ingested,
      ({ week }) => week,
      ({ week, examples }, index) => {
        const history = ingested.slice(Math.max(0, index - 1), index + 1).map((past) => past.examples);
        const known = add(PointInTimeJoin, { examples, history, views, moment: 'date', outcomeTime: landedAt });
        return { week, examples: known.examples };
      },
    );
    const of = (first: string, last: string) =>
      joined.filter(({ week }) => first <= week && week <= last).map(({ examples }) => examples);

    // Eight weeks to learn from, as far as their outcomes were known when the week to be judged began.
    const { examples } = add(TrainingWindow, {
      train: of(addWeeks(evaluationWeek, -weeksOfTraining), addWeeks(evaluationWeek, -1)),
      eval: of(evaluationWeek, evaluationWeek),
      known: { column: 'outcome_time', atMost: startOf(evaluationWeek) },
    });

    const learn = (name: string, set: typeof features) => {
      const { transform, transformedExamples } = add(
        Transform,
        { examples, features: set },
        { id: `Transform.${name}` },
      );
      return add(
        Trainer,
        { examples, transform, transformedExamples, learner, label: 'late' },
        { id: `Trainer.${name}` },
      );
    };
    const { model } = learn('point-in-time', features);
    const { model: ticketModel } = learn('ticket', ticketFeatures);

    const { blessing } = add(Evaluator, {
      examples,
      model,
      baseline: ticketModel,
      slices: [{}, { keys: ['origin'] }, { keys: [{ column: 'date', part: 'hourOfDay' }] }],
      thresholds: gates,
    });
    const { infraBlessing } = add(InfraValidator, { model, examples });
    const { pushedModel } = add(Pusher, { model, blessing, infraBlessing, destination: serving });

    // The week after: the served model is asked at every departure, and watched against what it learned from.
    // Described when the model is known to load: beside its evaluation, which keeps one processor busy, and not beside its training.
    const { statistics } = add(
      StatisticsGen,
      { examples },
      { id: 'StatisticsGen.window', when: { output: infraBlessing, property: 'blessed', equals: true } },
    );
    const nextWeek = joined.at(-1)!.examples;
    const { requests } = add(ReplayTraffic, { pushedModel, examples: nextWeek });
    add(DriftMonitor, {
      requests,
      reference: statistics,
      labels: nextWeek,
      columns: watchedColumns,
      keys: ['date', 'origin', 'destination', 'distance'],
      label: { column: 'delay', greaterThan: 15 },
      thresholds: {
        columns: unjudgedColumns,
        performance: { rocAuc: { min: 0.7 }, calibrationError: { max: 0.05 } },
        labelCoverage: { alert: 0.9 },
      },
    });
  },
  // Steps run beside one another, one a processor: a second thread of the engine would mostly wait, which keeps a processor busy.
  { engine: () => openEngine({ threads: 1 }) },
);

import { mkdirSync, writeFileSync } from 'node:fs';
import { evaluate, type EvaluateOptions } from '@millrace/evaluator';
import {
  createFeatureStore,
  createSqliteOnlineStore,
  defineFeatureView,
  getHistoricalFeatures,
  type FeatureStore,
} from '@millrace/feature-store';
import { openModel } from '@millrace/model';
import { monitor } from '@millrace/monitor';
import { gradientBoostedTrees, train } from '@millrace/trainer';
import { visitsView } from '../visits-view.ts';
import type { MistakeTable } from './mistake.ts';
import { createSampleServer, serveAtItsPort } from './sample-server.ts';

const flights = Array.from({ length: 60 }, (_, row) => ({
  distance: row % 7,
  origin: `A${row % 3}`,
  late: row % 2 === 0,
}));
const learner = gradientBoostedTrees({ trees: 2, minChildRows: 1 });
const learn = (options: object, rows: readonly object[] = flights): Promise<unknown> =>
  train(rows as typeof flights, options as never);
const scored = flights.map(({ late, origin }, row) => ({ late, origin, p: row / 60 }));
const judge = (options: object, rows: readonly object[] = scored): Promise<unknown> =>
  evaluate(rows as typeof scored, { label: 'late', prediction: 'p', ...options } as EvaluateOptions);

const visits = [
  { customer: 'ann', time: new Date('2026-01-01T10:00:00Z') },
  { customer: 'bob', time: new Date('2026-01-01T11:00:00Z') },
];
/** A store with the view `visits`, asked for what it holds of a key. */
const readOnline = (place: string, request: Parameters<FeatureStore['getOnlineFeatures']>[0]): Promise<unknown> =>
  createFeatureStore({
    views: [visitsView],
    history: visits,
    online: createSqliteOnlineStore(`${place}/online.db`),
  }).getOnlineFeatures(request);

/** Learning, judging, feature stores and monitors. */
export const learningMistakes: MistakeTable = {
  area: 'Learning, judging, features in time, monitoring',
  mistakes: [
    {
      mistake: 'Training without saying what is learned',
      run: () => learn({ learner }),
      code: 'CORE_MISSING_OPTION',
      says: ['`train` is called without the option `label`'],
      cure: 'Give `label`',
    },
    {
      mistake: 'Training without a learner',
      run: () => learn({ label: 'late' }),
      code: 'CORE_MISSING_OPTION',
      says: ['`train` is called without the option `learner`'],
      cure: '`gradientBoostedTrees()`',
    },
    {
      mistake: 'A learner that was not called',
      run: () => learn({ learner: gradientBoostedTrees, label: 'late' }),
      code: 'CORE_INVALID_OPTION',
      says: ['`learner` of `train` is a function'],
      cure: '`gradientBoostedTrees()`',
    },
    {
      mistake: 'A misspelt option of training',
      run: () => learn({ learner, label: 'late', validationSplt: 0.2 }),
      code: 'CORE_UNKNOWN_OPTION',
      says: ['`train` has no option `validationSplt`'],
      cure: 'Did you mean "validationSplit"?',
    },
    {
      mistake: 'A misspelt setting of a learner',
      run: () => gradientBoostedTrees({ learningRat: 0.1 } as object),
      code: 'TRAINER_UNKNOWN_SETTING',
      says: ['gradientBoostedTrees has no setting "learningRat"'],
      cure: 'Did you mean "learningRate"?',
    },
    {
      mistake: 'A text as a setting of a learner',
      run: () => gradientBoostedTrees({ learningRate: '0.1' as never }),
      code: 'TRAINER_INVALID_SETTING',
      says: ['"learningRate" of gradientBoostedTrees is "0.1"'],
      cure: 'a number above 0',
    },
    {
      mistake: 'A label that is not in the data',
      run: () => learn({ learner, label: 'lat' }),
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['"lat"'],
      cure: 'Did you mean "late"?',
    },
    {
      mistake: 'A label of text for a regression',
      run: () => learn({ learner, label: 'origin', task: 'regression' }),
      code: 'TRAINER_TASK_NOT_POSSIBLE',
      says: ['The label "origin" cannot be learned as regression'],
      cure: 'Leave `task` out',
    },
    {
      mistake: 'A prediction column that is not there',
      run: () => judge({ prediction: 'prob' }),
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['"prob"'],
      cure: '"p"',
    },
    {
      mistake: 'Predictions outside 0 to 1',
      run: () =>
        judge(
          { task: 'binary' },
          scored.map((row, index) => (index === 7 ? { ...row, p: 1.5 } : row)),
        ),
      code: 'EVALUATOR_PREDICTION_OUT_OF_RANGE',
      says: ['1.5', '7'],
      cure: /\w/,
    },
    {
      mistake: 'A metric that is not there',
      run: () => judge({ metrics: ['rocAcu'] }),
      code: 'EVALUATOR_UNKNOWN_METRIC',
      says: ['"rocAcu" is not a metric of a binary task'],
      cure: 'Did you mean "rocAuc"?',
    },
    {
      mistake: 'A threshold for a metric of another task',
      run: () => judge({ thresholds: [{ metric: 'rmse', max: 3 }] }),
      code: 'EVALUATOR_UNKNOWN_METRIC',
      says: ['"rmse"'],
      cure: 'Known:',
    },
    {
      mistake: 'A misspelt part of a threshold',
      run: () => judge({ thresholds: [{ metric: 'rocAuc', minimum: 0.7 }] }),
      code: 'CORE_UNKNOWN_OPTION',
      says: ['`thresholds[0]` has no option `minimum`'],
      cure: '"min"',
    },
    {
      mistake: 'A slice by a column that is not there',
      run: () => judge({ slices: [{ keys: ['orign'] }] }),
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['"orign"'],
      cure: 'Did you mean "origin"?',
    },
    {
      mistake: 'A feature view of a column that is not there',
      run: () =>
        getHistoricalFeatures({ entities: visits, views: [{ ...visitsView, eventTime: 'tiem' }], history: visits }),
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['"tiem"'],
      cure: 'Did you mean "time"?',
    },
    {
      mistake: 'Rows that ask without the key of the entity',
      run: () =>
        getHistoricalFeatures({ entities: visits.map(({ time }) => ({ time })), views: [visitsView], history: visits }),
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['"customer"'],
      cure: '"time"',
    },
    {
      mistake: 'A misspelt part of a feature view',
      run: () => defineFeatureView({ ...visitsView, entiy: visitsView.entity } as typeof visitsView),
      code: 'CORE_UNKNOWN_OPTION',
      says: ['`defineFeatureView` has no option `entiy`'],
      cure: 'Did you mean "entity"?',
    },
    {
      mistake: 'Features of a view that is not there, online',
      run: async (place) => readOnline(place, { keys: [{ customer: 'ann' }], features: ['visit:n_3h'] }),
      leaves: ['online.db'],
      code: 'FEATURE_STORE_UNKNOWN_VIEW',
      says: ['"visit"'],
      cure: 'Did you mean "visits"?',
    },
    {
      mistake: 'A key without the part that the view asks for',
      run: async (place) => readOnline(place, { keys: [{ id: 'ann' }] }),
      leaves: ['online.db'],
      code: 'FEATURE_STORE_INVALID_KEY',
      says: ['The key part "customer" for the view "visits" is not given'],
      cure: '"customer"',
    },
    {
      mistake: 'Watching without anything to compare with',
      run: () => monitor(scored, {}),
      code: 'MONITOR_NO_REFERENCE',
      says: ['nothing to compare'],
      cure: '`reference`',
    },
    {
      mistake: 'Labels without the keys that find their requests',
      run: () => monitor(scored, { labels: flights, label: 'late' }),
      code: 'MONITOR_LABELS_INCOMPLETE',
      says: ['without `keys`'],
      cure: '`keys`',
    },
    {
      mistake: 'Columns to watch that the reference does not have',
      run: () => monitor(scored, { reference: flights, columns: ['distnce'] }),
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['"distnce"'],
      cure: 'Did you mean "distance"?',
    },
    {
      mistake: 'A misspelt threshold of a monitor',
      run: () => monitor(scored, { reference: flights, thresholds: { missinRate: { alert: 0.1 } } as object }),
      code: 'CORE_UNKNOWN_OPTION',
      says: ['`thresholds` has no option `missinRate`'],
      cure: 'Did you mean "missingRate"?',
    },
    {
      mistake: 'A port that another program listens at',
      arrange: createSampleServer,
      run: (place) => serveAtItsPort(place),
      varies: [[/Port \d+/, 'Port 8501']],
      code: 'SERVING_PORT_IN_USE',
      says: ['of 127.0.0.1 is in use'],
      cure: '0 takes any that is free',
    },
    {
      mistake: 'A model whose file was cut',
      arrange: (place) => {
        mkdirSync(`${place}/model`);
        writeFileSync(`${place}/model/model.json`, '{"specVersion": 1, ');
      },
      run: (place) => openModel(`${place}/model`),
      code: 'MODEL_FILE_CORRUPT',
      says: ['model.json', 'it is not JSON'],
      cure: 'Copy the model directory again',
    },
  ],
};

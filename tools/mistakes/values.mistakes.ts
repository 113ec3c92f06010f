import { csv, inMemory, jsonLines, type DatasetInput } from '@millrace/data';
import { computeStatistics, describeAnomaly, inferSchema, validate } from '@millrace/data-validation';
import { evaluate } from '@millrace/evaluator';
import { defineFeatures, flag, number, zScore } from '@millrace/features';
import { gradientBoostedTrees, logisticRegression, train } from '@millrace/trainer';
import { fitTransform } from '@millrace/transform';
import type { Answer, MistakeTable } from './mistake.ts';
import { readRows } from './read-rows.ts';

const flights = Array.from({ length: 40 }, (_, row) => ({
  delay: row % 7,
  distance: 100 * (row % 5) + row / 10,
  late: row % 3 === 0,
}));

function replaceAt<TRow extends object>(rows: readonly TRow[], at: number, change: object): readonly object[] {
  return rows.map((row, index) => (index === at ? { ...row, ...change } : row));
}

const wide = (cellOf: (column: number) => string): string =>
  Array.from({ length: 10_000 }, (_, column) => cellOf(column)).join(',');

/** What validation finds in rows, when the schema was inferred from other rows and allows finite numbers only. */
async function findings(rows: DatasetInput, expected: DatasetInput = flights): Promise<readonly Answer[]> {
  const inferred = inferSchema(await computeStatistics(expected));
  const finite = Object.entries(inferred.features).map(([name, feature]) => [
    name,
    feature.type === 'float' ? { ...feature, allowNan: false, allowInfinity: false } : feature,
  ]);
  const schema = { ...inferred, features: Object.fromEntries(finite) as typeof inferred.features };
  const { anomalies } = validate(await computeStatistics(rows), schema);
  return Object.values(anomalies.splits).flatMap((split) =>
    split.findings.map((finding) => {
      const { summary, advice } = describeAnomaly(finding);
      return { code: finding.code, message: summary, cure: advice };
    }),
  );
}

const learnLate = (rows: DatasetInput, options: object = {}): Promise<unknown> =>
  train(rows, { learner: gradientBoostedTrees({ trees: 2 }), label: 'late', ...options });

const scored = flights.map(({ late }, row) => ({ late, score: row / 40, weight: 1 }));

/** Values that are read and then cannot be used. */
export const valuesMistakes: MistakeTable = {
  area: 'Columns and values',
  mistakes: [
    {
      mistake: 'A column without any value',
      kind: 'finding',
      run: () => findings(flights.map((row) => ({ ...row, delay: null }))),
      code: 'FEATURE_TYPE_NOT_PRESENT',
      says: ['"delay" has no value in any row'],
      cure: '`presence`',
    },
    {
      mistake: 'A column without any value among the features',
      run: () => learnLate(flights.map((row) => ({ ...row, delay: null }))),
      code: 'FEATURES_NOTHING_TO_ANALYZE',
      says: ['"delay"', 'found no value to analyse'],
      cure: /column/,
    },
    {
      mistake: 'A column of one value, scaled',
      kind: 'works',
      run: async () => {
        const features = defineFeatures({ delay: zScore(number('delay')), late: flag('late') });
        const graph = await fitTransform(
          flights.map((row) => ({ ...row, delay: 3 })),
          features,
        );
        return graph !== undefined;
      },
      gives: true,
      because: 'Its deviation is 0, so that all scaled values are 0.',
    },
    {
      mistake: 'A label with missing values',
      run: () => learnLate(replaceAt(flights, 6, { late: null }) as never),
      code: 'TRAINER_LABEL_MISSING',
      says: ['1 of 40 train rows', 'first in row 6'],
      cure: 'Remove rows without an outcome',
    },
    {
      mistake: 'A label of one class only',
      run: () => learnLate(flights.map((row) => ({ ...row, late: false }))),
      code: 'TRAINER_ONE_CLASS_ONLY',
      says: ['All 40 training rows have the same class'],
      cure: 'Train on rows that hold both outcomes',
    },
    {
      mistake: 'An infinite label',
      run: () =>
        train(replaceAt(flights, 4, { distance: Infinity }) as never, {
          learner: gradientBoostedTrees(),
          label: 'distance',
        }),
      code: 'TRAINER_INVALID_LABEL',
      says: ['row 4', 'Infinity'],
      cure: 'Correct the label',
    },
    {
      mistake: 'A label that is NaN',
      run: () =>
        train(replaceAt(flights, 4, { distance: NaN }) as never, {
          learner: gradientBoostedTrees(),
          label: 'distance',
        }),
      code: 'TRAINER_LABEL_MISSING',
      says: ['row 4'],
      cure: 'Remove rows without an outcome',
    },
    {
      mistake: 'NaN in a column whose schema allows none',
      kind: 'finding',
      run: () => findings(replaceAt(flights, 4, { distance: NaN }) as never),
      code: 'FLOAT_TYPE_HAS_NAN',
      says: ['"distance" is NaN in 1 row'],
      cure: '`allowNan`',
    },
    {
      mistake: 'An infinity in a column whose schema allows none',
      kind: 'finding',
      run: () => findings(replaceAt(flights, 4, { distance: -Infinity }) as never),
      code: 'FLOAT_TYPE_HAS_INF',
      says: ['"distance" is infinite in 1 row'],
      cure: '`allowInfinity`',
    },
    {
      mistake: 'An infinite feature in a weighted sum',
      run: () =>
        train(replaceAt(flights, 4, { distance: Infinity }) as never, { learner: logisticRegression(), label: 'late' }),
      code: 'TRAINER_FEATURE_NOT_FINITE',
      says: ['"distance" is Infinity in row 4'],
      cure: '`clip`',
    },
    {
      mistake: 'NaN and infinities among the features of trees',
      kind: 'works',
      run: async () =>
        (await learnLate(
          replaceAt(replaceAt(flights, 4, { distance: NaN }) as never, 5, { distance: Infinity }) as never,
        )) !== undefined,
      gives: true,
      because: 'Trees take NaN as missing, and infinities as the largest and smallest values.',
    },
    {
      mistake: 'A weight that is negative',
      run: () => learnLate(replaceAt(flights, 4, { distance: -1 }) as never, { weight: 'distance' }),
      code: 'TRAINER_INVALID_WEIGHT',
      says: ['row 4 is -1'],
      cure: 'Weights are finite and not negative',
    },
    {
      mistake: 'A weight that is NaN',
      run: () => learnLate(replaceAt(flights, 4, { distance: NaN }) as never, { weight: 'distance' }),
      code: 'TRAINER_INVALID_WEIGHT',
      says: ['row 4 is NaN'],
      cure: 'Weights are finite and not negative',
    },
    {
      mistake: 'A weight that is infinite, in an evaluation',
      run: () =>
        evaluate(replaceAt(scored, 4, { weight: Infinity }) as never, {
          label: 'late',
          prediction: 'score',
          weight: 'weight',
        }),
      code: 'EVALUATOR_INVALID_WEIGHT',
      says: ['"weight" is Infinity in row 4'],
      cure: 'finite weight',
    },
    {
      mistake: 'A prediction that is no probability',
      run: () =>
        evaluate(replaceAt(replaceAt(scored, 1, { late: null }), 4, { score: 1.5 }) as never, {
          label: 'late',
          prediction: 'score',
          task: 'binary',
        }),
      code: 'EVALUATOR_PREDICTION_OUT_OF_RANGE',
      says: ['row 4 is 1.5'],
      cure: 'Pass probabilities from 0 to 1',
    },
    {
      mistake: 'A prediction that is missing, NaN or infinite',
      kind: 'works',
      run: async () => {
        const holes = [null, NaN, Infinity].reduce<readonly object[]>(
          (rows, score, index) => replaceAt(rows, index, { score }),
          scored,
        );
        const { evaluation } = await evaluate(holes as never, { label: 'late', prediction: 'score' });
        return evaluation.droppedRows;
      },
      gives: { missingLabel: 0, missingPrediction: 3 },
      because: 'The row is left out, and counted in `droppedRows`.',
    },
    {
      mistake: 'Predictions that are all NaN',
      run: () =>
        evaluate(
          scored.map((row) => ({ ...row, score: NaN })),
          { label: 'late', prediction: 'score' },
        ),
      code: 'EVALUATOR_NO_ROWS',
      says: ['None of 40 rows', '40 a prediction'],
      cure: 'Check the split and the label',
    },
    {
      mistake: 'Dates in three forms in one column, of a declared type',
      files: { 'flights.csv': 'day\n2001-02-03\n03/02/2001\n"Feb 3, 2001"\n' },
      run: (place) => readRows(csv(`${place}/flights.csv`, { types: { day: 'timestamp' } })),
      code: 'DATA_VALUE_NOT_OF_TYPE',
      says: ['flights.csv, row 2, column "day"', '"03/02/2001" is not of type timestamp'],
      cure: 'Timestamps are written as in ISO 8601',
    },
    {
      mistake: 'Dates in three forms in one column, against a schema',
      kind: 'finding',
      files: { 'before.csv': 'day\n2001-02-03\n', 'flights.csv': 'day\n2001-02-03\n03/02/2001\n"Feb 3, 2001"\n' },
      run: (place) => findings(`${place}/flights.csv`, `${place}/before.csv`),
      code: 'UNEXPECTED_DATA_TYPE',
      says: ['"day" holds string where the schema says timestamp'],
      cure: 'declare the type where the data is read',
    },
    {
      mistake: 'Numbers with commas, of a declared type',
      files: { 'flights.csv': 'fare\n12\n"1,234.5"\n"1.234,5"\n' },
      run: (place) => readRows(csv(`${place}/flights.csv`, { types: { fare: 'float' } })),
      code: 'DATA_VALUE_NOT_OF_TYPE',
      says: ['flights.csv, line 3, column "fare"', '"1,234.5" is not of type float'],
      cure: 'Mend the value',
    },
    {
      mistake: 'Numbers with commas, against a schema',
      kind: 'finding',
      files: { 'before.csv': 'fare\n12.5\n', 'flights.csv': 'fare\n12\n"1,234.5"\n"1.234,5"\n' },
      run: (place) => findings(`${place}/flights.csv`, `${place}/before.csv`),
      code: 'UNEXPECTED_DATA_TYPE',
      says: ['"fare" holds string where the schema says float'],
      cure: 'declare the type where the data is read',
    },
    {
      mistake: 'Numbers and words in one column of rows in memory',
      run: () => computeStatistics([{ delay: 3 }, { delay: 'late' }] as never),
      code: 'CORE_MIXED_COLUMN',
      says: ['Column "delay" holds number values', 'row 1 holds "late"'],
      cure: 'convert the odd value',
    },
    {
      mistake: 'Objects in a column of rows in memory',
      run: () => readRows(inMemory([{ route: { from: 'ABQ' } }])),
      code: 'CORE_MIXED_COLUMN',
      says: ['Column "route"', 'row 0 holds {"from":"ABQ"}'],
      cure: 'convert the odd value',
    },
    {
      mistake: 'Numbers and words in one column of JSON lines, of a declared type',
      files: { 'flights.jsonl': '{"delay":3}\n{"delay":"late"}\n' },
      run: (place) => readRows(jsonLines(`${place}/flights.jsonl`, { types: { delay: 'float' } })),
      code: 'DATA_VALUE_NOT_OF_TYPE',
      says: ['flights.jsonl, row 2, column "delay"', 'late'],
      cure: 'Mend the value',
    },
    {
      mistake: 'Numbers and words in one column of JSON lines',
      kind: 'finding',
      files: { 'before.jsonl': '{"delay":3}\n', 'flights.jsonl': '{"delay":3}\n{"delay":"late"}\n' },
      run: (place) => findings(`${place}/flights.jsonl`, `${place}/before.jsonl`),
      code: 'UNEXPECTED_DATA_TYPE',
      says: ['"delay" holds string where the schema says integer'],
      cure: 'declare the type where the data is read',
    },
    {
      mistake: 'A table of no rows',
      kind: 'finding',
      run: () => findings({ delay: new Float64Array(), distance: new Float64Array(), late: [] }),
      code: 'NO_DATA_IN_SPAN',
      says: ['The data has no rows'],
      cure: 'Check the source',
    },
    {
      mistake: 'A table of 10,000 columns',
      kind: 'works',
      files: {
        'wide.csv': `${wide((column) => `c${column}`)}\n${wide(String)}\n${wide((column) => `${column / 2}`)}\n`,
      },
      run: async (place) => {
        const [, second] = await readRows(`${place}/wide.csv`);
        return [Object.keys(second!).length, second!['c9999']];
      },
      gives: [10_000, 4999.5],
      because: 'It takes seconds to read, and statistics about 5 ms of processor time a column.',
    },
    {
      mistake: 'An invalid date',
      run: () => computeStatistics([{ day: new Date('2001-02-03') }, { day: new Date('soon') }]),
      code: 'CORE_MIXED_COLUMN',
      says: ['Column "day" holds timestamp values', 'row 1 holds an invalid Date'],
      cure: 'make it null',
    },
    {
      mistake: 'A misspelt option of statistics',
      run: () => computeStatistics(flights, { colums: ['delay'] } as never),
      code: 'CORE_UNKNOWN_OPTION',
      says: ['`computeStatistics` has no option `colums`'],
      cure: 'Did you mean "columns"?',
    },
  ],
};

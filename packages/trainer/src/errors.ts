import { describeKnownNames, MillraceError } from '@millrace/core';

export function invalidSetting({
  learner,
  name,
  value,
  expected,
}: {
  learner: string;
  name: string;
  value: unknown;
  expected: string;
}): MillraceError<'TRAINER_INVALID_SETTING'> {
  return new MillraceError({
    code: 'TRAINER_INVALID_SETTING',
    message: `The setting "${name}" of ${learner} is ${String(value)}.`,
    cure: `Give ${expected}.`,
    details: { learner, name, value: String(value), expected },
  });
}

export function unknownSetting({
  learner,
  name,
  known,
}: {
  learner: string;
  name: string;
  known: readonly string[];
}): MillraceError<'TRAINER_UNKNOWN_SETTING'> {
  return new MillraceError({
    code: 'TRAINER_UNKNOWN_SETTING',
    message: `${learner} has no setting "${name}".`,
    cure: describeKnownNames(name, known),
    details: { learner, name, known },
  });
}

export function noRows({ split }: { split: string }): MillraceError<'TRAINER_NO_ROWS'> {
  return new MillraceError({
    code: 'TRAINER_NO_ROWS',
    message: `There are no ${split} rows to learn from.`,
    cure: 'Check the path and the split, or leave the validation split out.',
    details: { split },
  });
}

export function noFeatures(): MillraceError<'TRAINER_NO_FEATURES'> {
  return new MillraceError({
    code: 'TRAINER_NO_FEATURES',
    message: 'There are no features to learn from.',
    cure: 'Give the table or the feature graph at least one output besides the label.',
  });
}

export function rowCountsDiffer({
  what,
  rows,
  expected,
}: {
  what: string;
  rows: number;
  expected: number;
}): MillraceError<'TRAINER_ROW_COUNTS_DIFFER'> {
  return new MillraceError({
    code: 'TRAINER_ROW_COUNTS_DIFFER',
    message: `${what} has ${rows} rows where ${expected} were expected.`,
    cure: 'Make every column, the labels and the weights of a split from the same rows, in the same order.',
    details: { what, rows, expected },
  });
}

export function labelMissing({
  count,
  rows,
  split,
}: {
  count: number;
  rows: number;
  split: string;
}): MillraceError<'TRAINER_LABEL_MISSING'> {
  return new MillraceError({
    code: 'TRAINER_LABEL_MISSING',
    message: `The label is missing (null or NaN) in ${count} of ${rows} ${split} rows.`,
    cure: 'Remove rows without an outcome from the split, or fill the label before training.',
    details: { count, rows, split },
  });
}

export function invalidLabel({
  row,
  value,
  split,
  expected,
}: {
  row: number;
  value: number;
  split: string;
  expected: string;
}): MillraceError<'TRAINER_INVALID_LABEL'> {
  return new MillraceError({
    code: 'TRAINER_INVALID_LABEL',
    message: `The label of row ${row} of the ${split} rows is ${value}; expected ${expected}.`,
    cure: 'Correct the label, or say which `task` is meant.',
    details: { row, value: String(value), split, expected },
  });
}

export function oneClassOnly({
  value,
  rows,
}: {
  value: string;
  rows: number;
}): MillraceError<'TRAINER_ONE_CLASS_ONLY'> {
  return new MillraceError({
    code: 'TRAINER_ONE_CLASS_ONLY',
    message: `All ${rows} training rows have the same class, ${value}.`,
    cure: 'Train on rows that hold both outcomes: a longer window, or a label with another threshold.',
    details: { value, rows },
  });
}

export function invalidWeight({ row, value }: { row: number; value: number }): MillraceError<'TRAINER_INVALID_WEIGHT'> {
  return new MillraceError({
    code: 'TRAINER_INVALID_WEIGHT',
    message: `The weight of row ${row} is ${value}.`,
    cure: 'Weights are finite and not negative, and at least one is above 0.',
    details: { row, value: String(value) },
  });
}

export function categoryOutOfRange({
  feature,
  row,
  code,
  categories,
}: {
  feature: string;
  row: number;
  code: number;
  categories: number;
}): MillraceError<'TRAINER_CATEGORY_OUT_OF_RANGE'> {
  return new MillraceError({
    code: 'TRAINER_CATEGORY_OUT_OF_RANGE',
    message: `The categorical feature "${feature}" holds ${code} in row ${row}; its codes go from 0 to ${categories - 1}.`,
    cure: 'Use whole codes below `categories`, and NaN for a missing category.',
    details: { feature, row, code, categories },
  });
}

export function lossNotFinite({
  step,
  loss,
}: {
  step: string;
  loss: number;
}): MillraceError<'TRAINER_LOSS_NOT_FINITE'> {
  return new MillraceError({
    code: 'TRAINER_LOSS_NOT_FINITE',
    message: `The loss became ${loss} in ${step}.`,
    cure: 'Lower `learningRate`, scale the features (zScore), and look for infinite values in the statistics.',
    details: { step, loss: String(loss) },
  });
}

export function trainingTooLarge({
  rows,
  features,
  bytes,
}: {
  rows: number;
  features: number;
  bytes: number;
}): MillraceError<'TRAINER_TOO_LARGE'> {
  return new MillraceError({
    code: 'TRAINER_TOO_LARGE',
    message: `Growing trees on ${rows} rows of ${features} features needs ${Math.ceil(bytes / 2 ** 20)} MiB; the limit is 4096.`,
    cure: 'Lower `maxDepth` or set `maxLeaves` (histograms), or train on fewer rows or features.',
    details: { rows, features, bytes },
  });
}

export function workerFailed({ phase }: { phase: number }): MillraceError<'TRAINER_WORKER_FAILED'> {
  return new MillraceError({
    code: 'TRAINER_WORKER_FAILED',
    message: `A worker thread of the tree learner stopped in phase ${phase}.`,
    cure: 'Train again with `concurrency: 1`, and report what it then says.',
    details: { phase },
    retryable: true,
  });
}

import { describeKnownNames, describeValue, MillraceError } from '@millrace/core';

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
    message: `The setting "${name}" of ${learner} is ${describeValue(value)}.`,
    cure: `Give ${expected}.`,
    details: { learner, name, value: describeValue(value), expected },
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
  row,
}: {
  count: number;
  rows: number;
  split: string;
  row: number;
}): MillraceError<'TRAINER_LABEL_MISSING'> {
  return new MillraceError({
    code: 'TRAINER_LABEL_MISSING',
    message: `The label is missing (null or NaN) in ${count} of ${rows} ${split} rows, first in row ${row}.`,
    cure: 'Remove rows without an outcome from the split, or fill the label before training.',
    details: { count, rows, split, row },
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

export function workerFailed({
  place,
  cause,
}: {
  place: string;
  cause?: unknown;
}): MillraceError<'TRAINER_WORKER_FAILED'> {
  return new MillraceError({
    code: 'TRAINER_WORKER_FAILED',
    message: `A worker thread of the tree learner stopped ${place}.`,
    cure: 'Train again with `concurrency: 1`, and report what it then says.',
    details: { place },
    retryable: true,
    cause,
  });
}

export function notNumeric({ column, type }: { column: string; type: string }): MillraceError<'TRAINER_NOT_NUMERIC'> {
  return new MillraceError({
    code: 'TRAINER_NOT_NUMERIC',
    message: `Column "${column}" holds ${type} values where a learner needs numbers.`,
    cure: 'Transform the examples with the graph that is given, or leave `transformedExamples` out.',
    details: { column, type },
  });
}

export function columnNotUsable({
  column,
  type,
}: {
  column: string;
  type: string;
}): MillraceError<'TRAINER_COLUMN_NOT_USABLE'> {
  return new MillraceError({
    code: 'TRAINER_COLUMN_NOT_USABLE',
    message: `Column "${column}" holds ${type} values, which are not features by themselves.`,
    cure: 'Declare `features` with what of it matters (hour of day, time between two moments), or leave the column out of the table.',
    details: { column, type },
  });
}

export function taskNotPossible({
  label,
  task,
  reason,
}: {
  label: string;
  task: string;
  reason: string;
}): MillraceError<'TRAINER_TASK_NOT_POSSIBLE'> {
  return new MillraceError({
    code: 'TRAINER_TASK_NOT_POSSIBLE',
    message: `The label "${label}" cannot be learned as ${task}: ${reason}.`,
    cure: 'Leave `task` out to take the one that fits the label, or make the label differently.',
    details: { label, task, reason },
  });
}

export function unknownLabel({
  name,
  known,
}: {
  name: string;
  known: readonly string[];
}): MillraceError<'TRAINER_UNKNOWN_LABEL'> {
  return new MillraceError({
    code: 'TRAINER_UNKNOWN_LABEL',
    message: `The feature graph has no output "${name}" to be the label.`,
    cure: describeKnownNames(name, known),
    details: { name, known },
  });
}

export function featuresAndGraph(): MillraceError<'TRAINER_FEATURES_AND_GRAPH'> {
  return new MillraceError({
    code: 'TRAINER_FEATURES_AND_GRAPH',
    message: 'Both `features` and `graph` are given.',
    cure: 'Give `features` to fit them on the training rows, or `graph` when they are fitted already.',
  });
}

export function invalidValidationSplit({
  share,
  rowCount,
}: {
  share: number;
  rowCount: number;
}): MillraceError<'TRAINER_INVALID_VALIDATION_SPLIT'> {
  return new MillraceError({
    code: 'TRAINER_INVALID_VALIDATION_SPLIT',
    message: `A validation share of ${share} cannot be held out of ${rowCount} rows.`,
    cure: 'Give a share above 0 and below 1 that leaves rows on both sides, or the name of a split of the examples.',
    details: { share: String(share), rowCount },
  });
}

export function splitOfNoArtifact({ split }: { split: string }): MillraceError<'TRAINER_SPLIT_OF_NO_ARTIFACT'> {
  return new MillraceError({
    code: 'TRAINER_SPLIT_OF_NO_ARTIFACT',
    message: `The split "${split}" is asked for, and what is given has no splits.`,
    cure: 'Pass an examples artifact, or give `validationSplit` as a share such as 0.2.',
    details: { split },
  });
}

export function wrongFit({
  learner,
  problems,
}: {
  learner: string;
  problems: readonly string[];
}): MillraceError<'TRAINER_WRONG_FIT'> {
  return new MillraceError({
    code: 'TRAINER_WRONG_FIT',
    message: `What the learner "${learner}" returned cannot be recorded: ${problems.slice(0, 5).join('; ')}.`,
    cure: 'Return curves of finite numbers and a plain JSON summary from `fit`.',
    details: { learner, problems },
  });
}

export function taskNotSupported({
  learner,
  task,
  instead,
}: {
  learner: string;
  task: string;
  instead: string;
}): MillraceError<'TRAINER_TASK_NOT_SUPPORTED'> {
  return new MillraceError({
    code: 'TRAINER_TASK_NOT_SUPPORTED',
    message: `${learner} does not learn the task ${task}.`,
    cure: `Use ${instead}, or say which other \`task\` the label is meant for.`,
    details: { learner, task, instead },
  });
}

export function notFiniteFeature({
  feature,
  row,
  value,
}: {
  feature: string;
  row: number;
  value: number;
}): MillraceError<'TRAINER_FEATURE_NOT_FINITE'> {
  return new MillraceError({
    code: 'TRAINER_FEATURE_NOT_FINITE',
    message: `The feature "${feature}" is ${value} in row ${row}, which a weighted sum cannot use.`,
    cure: 'Use `clip` in the features, or train trees, which take infinities.',
    details: { feature, row, value: String(value) },
  });
}

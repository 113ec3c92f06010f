import { MillraceError, describeKnownNames } from '@millrace/core';

export function unknownMetric({
  name,
  known,
  task,
}: {
  name: string;
  known: readonly string[];
  task: string;
}): MillraceError<'EVALUATOR_UNKNOWN_METRIC'> {
  return new MillraceError({
    code: 'EVALUATOR_UNKNOWN_METRIC',
    message: `"${name}" is not a metric of a ${task} task.`,
    cure: describeKnownNames(name, known),
    details: { name, known, task },
  });
}

export function invalidOption({
  option,
  value,
  expected,
}: {
  option: string;
  value: unknown;
  expected: string;
}): MillraceError<'EVALUATOR_INVALID_OPTION'> {
  return new MillraceError({
    code: 'EVALUATOR_INVALID_OPTION',
    message: `The option \`${option}\` is ${JSON.stringify(value) ?? String(value)}.`,
    cure: `Set \`${option}\` to ${expected}.`,
    details: { option, value, expected },
  });
}

export function thresholdWithoutLimit({
  metric,
}: {
  metric: string;
}): MillraceError<'EVALUATOR_THRESHOLD_WITHOUT_LIMIT'> {
  return new MillraceError({
    code: 'EVALUATOR_THRESHOLD_WITHOUT_LIMIT',
    message: `The threshold on "${metric}" sets no limit.`,
    cure: 'Give it `min`, `max`, or `change` with `absolute` or `relative`.',
    details: { metric },
  });
}

export function boundariesNotAscending({
  column,
  boundaries,
}: {
  column: string;
  boundaries: readonly number[];
}): MillraceError<'EVALUATOR_BOUNDARIES_NOT_ASCENDING'> {
  return new MillraceError({
    code: 'EVALUATOR_BOUNDARIES_NOT_ASCENDING',
    message: `The boundaries of the slices of "${column}" are [${boundaries.join(', ')}].`,
    cure: 'Give at least one boundary, each greater than the one before.',
    details: { column, boundaries },
  });
}

export function columnCannotSlice({
  column,
  type,
}: {
  column: string;
  type: string;
}): MillraceError<'EVALUATOR_COLUMN_CANNOT_SLICE'> {
  return new MillraceError({
    code: 'EVALUATOR_COLUMN_CANNOT_SLICE',
    message: `Column "${column}" is of type ${type}, which these slices cannot be cut from.`,
    cure: 'Slice by a column of text, booleans or numbers as it is; use `boundaries` with numbers and `part` with timestamps.',
    details: { column, type },
  });
}

export function notTimestamp({
  column,
  type,
  part,
}: {
  column: string;
  type: string;
  part: string;
}): MillraceError<'EVALUATOR_NOT_A_TIMESTAMP'> {
  return new MillraceError({
    code: 'EVALUATOR_NOT_A_TIMESTAMP',
    message: `Column "${column}" is of type ${type} and has no ${part}.`,
    cure: 'Take a part of a timestamp column, or of whole microseconds since 1970.',
    details: { column, type, part },
  });
}

export function noRowsToEvaluate({
  rowCount,
  missingLabel,
  missingPrediction,
}: {
  rowCount: number;
  missingLabel: number;
  missingPrediction: number;
}): MillraceError<'EVALUATOR_NO_ROWS'> {
  return new MillraceError({
    code: 'EVALUATOR_NO_ROWS',
    message: `None of ${rowCount} rows can be evaluated: ${missingLabel} lack a label, ${missingPrediction} a prediction.`,
    cure: 'Check the split and the label; rows whose outcome is not known yet cannot be evaluated.',
    details: { rowCount, missingLabel, missingPrediction },
  });
}

export function labelNotBinary({
  column,
  row,
  value,
}: {
  column: string;
  row: number;
  value: unknown;
}): MillraceError<'EVALUATOR_LABEL_NOT_BINARY'> {
  return new MillraceError({
    code: 'EVALUATOR_LABEL_NOT_BINARY',
    message: `Label "${column}" holds ${JSON.stringify(value)} in row ${row}, which is neither 0 nor 1.`,
    cure: "Use 0 and 1, booleans, or text with the option `positive`; for values set `task: 'regression'`, for classes pass their probabilities.",
    details: { column, row, value },
  });
}

export function positiveClassNeeded({
  column,
  values,
}: {
  column: string;
  values: readonly string[];
}): MillraceError<'EVALUATOR_POSITIVE_CLASS_NEEDED'> {
  return new MillraceError({
    code: 'EVALUATOR_POSITIVE_CLASS_NEEDED',
    message: `Label "${column}" is text, and one column of predictions cannot tell which of its values they are for.`,
    cure: `Set \`positive\` to one of ${values
      .slice(0, 8)
      .map((value) => JSON.stringify(value))
      .join(', ')}, or pass one column of probabilities per class.`,
    details: { column, values: values.slice(0, 50) },
  });
}

export function unknownClass({
  column,
  value,
  classes,
}: {
  column: string;
  value: string;
  classes: readonly string[];
}): MillraceError<'EVALUATOR_UNKNOWN_CLASS'> {
  return new MillraceError({
    code: 'EVALUATOR_UNKNOWN_CLASS',
    message: `Label "${column}" holds "${value}", which is not one of the classes.`,
    cure: describeKnownNames(value, classes),
    details: { column, value, classes },
  });
}

export function wrongColumnType({
  column,
  type,
  expected,
}: {
  column: string;
  type: string;
  expected: string;
}): MillraceError<'EVALUATOR_WRONG_COLUMN_TYPE'> {
  return new MillraceError({
    code: 'EVALUATOR_WRONG_COLUMN_TYPE',
    message: `Column "${column}" is of type ${type} where ${expected} is needed.`,
    cure: 'Name another column, or convert this one before evaluating.',
    details: { column, type, expected },
  });
}

export function predictionOutOfRange({
  row,
  value,
  model,
}: {
  row: number;
  value: number;
  model: string;
}): MillraceError<'EVALUATOR_PREDICTION_OUT_OF_RANGE'> {
  return new MillraceError({
    code: 'EVALUATOR_PREDICTION_OUT_OF_RANGE',
    message: `The ${model}'s prediction for row ${row} is ${value}, which is no probability.`,
    cure: "Pass probabilities from 0 to 1 (not scores or log-odds), or set `task: 'regression'`.",
    details: { row, value, model },
  });
}

export function classCountDiffers({
  row,
  count,
  expected,
  model,
}: {
  row: number;
  count: number;
  expected: number;
  model: string;
}): MillraceError<'EVALUATOR_CLASS_COUNT_DIFFERS'> {
  return new MillraceError({
    code: 'EVALUATOR_CLASS_COUNT_DIFFERS',
    message: `The ${model} gives ${count} probabilities for row ${row} where there are ${expected} classes.`,
    cure: 'Give one probability per class, in the order of `classes`.',
    details: { row, count, expected, model },
  });
}

export function weightNotPositive({
  column,
  row,
  value,
}: {
  column: string;
  row: number;
  value: number | null;
}): MillraceError<'EVALUATOR_INVALID_WEIGHT'> {
  return new MillraceError({
    code: 'EVALUATOR_INVALID_WEIGHT',
    message: `Weight "${column}" is ${value} in row ${row}.`,
    cure: 'Give every row a finite weight of 0 or more.',
    details: { column, row, value },
  });
}

export function labelNeeded({ label }: { label: string }): MillraceError<'EVALUATOR_LABEL_NEEDED'> {
  return new MillraceError({
    code: 'EVALUATOR_LABEL_NEEDED',
    message: `The model does not know how its label "${label}" is made.`,
    cure: 'Name the raw column that holds it with the option `label`.',
    details: { label },
  });
}

export function baselineDiffers({
  property,
  candidate,
  baseline,
}: {
  property: string;
  candidate: string;
  baseline: string;
}): MillraceError<'EVALUATOR_BASELINE_DIFFERS'> {
  return new MillraceError({
    code: 'EVALUATOR_BASELINE_DIFFERS',
    message: `The baseline's ${property} is ${baseline}, the candidate's ${candidate}.`,
    cure: 'Compare models of the same task, label and classes, or leave the baseline out.',
    details: { property, candidate, baseline },
  });
}

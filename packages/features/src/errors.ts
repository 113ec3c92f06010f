import { describeKnownNames, MillraceError } from '@millrace/core';

export function noFeatures(): MillraceError<'FEATURES_NO_FEATURES'> {
  return new MillraceError({
    code: 'FEATURES_NO_FEATURES',
    message: 'The feature set holds no feature.',
    cure: 'Pass at least one: `defineFeatures({ delay: zScore(number("delay")) })`.',
  });
}

export function invalidFeatureName({
  name,
  reason,
}: {
  name: string;
  reason: string;
}): MillraceError<'FEATURES_INVALID_NAME'> {
  return new MillraceError({
    code: 'FEATURES_INVALID_NAME',
    message: `"${name}" cannot be the name of a feature: ${reason}.`,
    cure: 'Give every feature a name of its own; a one-hot feature also takes the names with _0, _1 and so on behind it.',
    details: { name, reason },
  });
}

export function invalidExpression({
  feature,
  path,
  reason,
}: {
  feature: string;
  path: string;
  reason: string;
}): MillraceError<'FEATURES_INVALID_EXPRESSION'> {
  return new MillraceError({
    code: 'FEATURES_INVALID_EXPRESSION',
    message: `Feature "${feature}", at ${path}: ${reason}.`,
    cure: 'Make expressions with the functions of @millrace/features; the reference lists what each one takes.',
    details: { feature, path, reason },
  });
}

export function wrongOperand({
  feature,
  path,
  expected,
  actual,
}: {
  feature: string;
  path: string;
  expected: string;
  actual: string;
}): MillraceError<'FEATURES_WRONG_OPERAND'> {
  return new MillraceError({
    code: 'FEATURES_WRONG_OPERAND',
    message: `Feature "${feature}", at ${path}: ${actual} stands where ${expected} is needed.`,
    cure: 'Convert it (`asNumber`, `asText`, `vocabulary`, `bucketize`, date parts), or use another operator.',
    details: { feature, path, expected, actual },
  });
}

export function wrongSetting({
  feature,
  path,
  setting,
  value,
  expected,
}: {
  feature: string;
  path: string;
  setting: string;
  value: string;
  expected: string;
}): MillraceError<'FEATURES_WRONG_SETTING'> {
  return new MillraceError({
    code: 'FEATURES_WRONG_SETTING',
    message: `Feature "${feature}", at ${path}: "${setting}" is ${value}.`,
    cure: `Give ${expected}.`,
    details: { feature, path, setting, value, expected },
  });
}

export function columnTypesDiffer({
  column,
  first,
  second,
}: {
  column: string;
  first: string;
  second: string;
}): MillraceError<'FEATURES_COLUMN_TYPES_DIFFER'> {
  return new MillraceError({
    code: 'FEATURES_COLUMN_TYPES_DIFFER',
    message: `Column "${column}" is read as ${first} in one place and as ${second} in another.`,
    cure: 'Read a column with one of `number`, `integer`, `text`, `flag`, `timestamp` everywhere.',
    details: { column, first, second },
  });
}

export function notFitted({ feature, op }: { feature: string; op: string }): MillraceError<'FEATURES_NOT_FITTED'> {
  return new MillraceError({
    code: 'FEATURES_NOT_FITTED',
    message: `"${feature}" contains ${op}, which needs a pass over the data first.`,
    cure: 'Fit it with `fitFeatures` (rows in memory) or `fitTransform` of @millrace/transform, or use operators that need no analysis.',
    details: { feature, op },
  });
}

export function nothingToAnalyze({
  feature,
  path,
  analyzer,
}: {
  feature: string;
  path: string;
  analyzer: string;
}): MillraceError<'FEATURES_NOTHING_TO_ANALYZE'> {
  return new MillraceError({
    code: 'FEATURES_NOTHING_TO_ANALYZE',
    message: `Feature "${feature}", at ${path}: ${analyzer} found no value to analyse.`,
    cure: 'Check that the column is filled in the analysed split, lower `minCount`, or leave the feature out.',
    details: { feature, path, analyzer },
  });
}

export function spreadNotFinite({
  feature,
  path,
  analyzer,
}: {
  feature: string;
  path: string;
  analyzer: string;
}): MillraceError<'FEATURES_SPREAD_NOT_FINITE'> {
  return new MillraceError({
    code: 'FEATURES_SPREAD_NOT_FINITE',
    message: `Feature "${feature}", at ${path}: the values lie so far apart that ${analyzer} leaves the range of doubles.`,
    cure: 'Use `clip` or `log1p` before it.',
    details: { feature, path, analyzer },
  });
}

export function unknownOutput({
  name,
  known,
}: {
  name: string;
  known: readonly string[];
}): MillraceError<'FEATURES_UNKNOWN_OUTPUT'> {
  return new MillraceError({
    code: 'FEATURES_UNKNOWN_OUTPUT',
    message: `The graph has no output "${name}".`,
    cure: describeKnownNames(name, known),
    details: { name, known },
  });
}

export function wrongColumn({
  column,
  actual,
  expected,
}: {
  column: string;
  actual: string;
  expected: string;
}): MillraceError<'FEATURES_WRONG_COLUMN'> {
  return new MillraceError({
    code: 'FEATURES_WRONG_COLUMN',
    message: `Column "${column}" holds ${actual} values where the features read ${expected}.`,
    cure: 'Convert the column where it is read from its source, or change the leaf (`number`, `text`, ...) in the features.',
    details: { column, actual, expected },
  });
}

export function wrongValue({
  field,
  value,
  expected,
  row,
}: {
  field: string;
  value: string;
  expected: string;
  row?: number | undefined;
}): MillraceError<'FEATURES_WRONG_VALUE'> {
  return new MillraceError({
    code: 'FEATURES_WRONG_VALUE',
    message: `Field "${field}"${row === undefined ? '' : ` of row ${row}`} is ${value}, not ${expected}.`,
    cure: `Send ${expected}, or null when it is missing.`,
    details: { field, value, expected, row },
  });
}

export function wrongRow({ value }: { value: string }): MillraceError<'FEATURES_WRONG_ROW'> {
  return new MillraceError({
    code: 'FEATURES_WRONG_ROW',
    message: `A row is ${value}, not an object of fields.`,
    cure: 'Send each row as an object: `{ "distance": 740, "origin": "ABQ" }`.',
    details: { value },
  });
}

export function invalidInstant({ value }: { value: unknown }): MillraceError<'FEATURES_INVALID_INSTANT'> {
  return new MillraceError({
    code: 'FEATURES_INVALID_INSTANT',
    message: `${JSON.stringify(value) ?? String(value)} is not a moment.`,
    cure: 'Write ISO 8601 text such as "2001-06-18T07:05:00Z".',
    details: { value },
  });
}

export function invalidGraph({
  place,
  reason,
}: {
  place: string;
  reason: string;
}): MillraceError<'FEATURES_INVALID_GRAPH'> {
  return new MillraceError({
    code: 'FEATURES_INVALID_GRAPH',
    message: `The fitted graph is damaged at ${place}: ${reason}.`,
    cure: 'Fit the transform again; a graph is not edited by hand.',
    details: { place, reason },
  });
}

export function missingGraphFile({
  file,
  known,
}: {
  file: string;
  known: readonly string[];
}): MillraceError<'FEATURES_MISSING_GRAPH_FILE'> {
  return new MillraceError({
    code: 'FEATURES_MISSING_GRAPH_FILE',
    message: `The file "${file}" of the fitted graph is not there.`,
    cure: describeKnownNames(file, known),
    details: { file, known },
  });
}

export function invalidVocabularyFile({
  file,
  line,
  reason,
}: {
  file: string;
  line: number;
  reason: string;
}): MillraceError<'FEATURES_INVALID_VOCABULARY_FILE'> {
  return new MillraceError({
    code: 'FEATURES_INVALID_VOCABULARY_FILE',
    message: `Line ${line} of ${file} is not a vocabulary entry: ${reason}.`,
    cure: 'Write one entry a line, with \\\\, \\n and \\r for a backslash, a line feed and a carriage return, or fit the transform again.',
    details: { file, line, reason },
  });
}

export function notGraph({ value }: { value: string }): MillraceError<'FEATURES_NOT_A_GRAPH'> {
  return new MillraceError({
    code: 'FEATURES_NOT_A_GRAPH',
    message: `${value} is not a fitted graph.`,
    cure: 'Give what `fitTransform` or `fitFeatures` returns; what `defineFeatures` returns must be fitted first.',
    details: { value },
  });
}

import { MillraceError, describeKnownNames } from '@millrace/core';

export function noRequestLog({
  directory,
  cause,
}: {
  directory: string;
  cause?: unknown;
}): MillraceError<'MONITOR_NO_REQUEST_LOG'> {
  return new MillraceError({
    code: 'MONITOR_NO_REQUEST_LOG',
    message: `There is no request log in ${directory}: ${cause === undefined ? 'it holds no .jsonl file' : 'it cannot be read'}.`,
    cure: 'Pass the directory that the server was given as `requestLog`, or rows that hold a column of predictions.',
    details: { directory },
    cause,
  });
}

export function reservedColumn({ name }: { name: string }): MillraceError<'MONITOR_RESERVED_COLUMN'> {
  return new MillraceError({
    code: 'MONITOR_RESERVED_COLUMN',
    message: `Requests carry a field "${name}", and a column of that name holds what the log itself says.`,
    cure: 'Have clients send the field under another name; request_* and prediction* are taken.',
    details: { name },
  });
}

export function noReference(): MillraceError<'MONITOR_NO_REFERENCE'> {
  return new MillraceError({
    code: 'MONITOR_NO_REFERENCE',
    message: 'There is nothing to compare the requests with.',
    cure: 'Pass `reference` (training examples or their statistics), `previous` (earlier requests), or `labels` with `keys` and `label`.',
  });
}

export function unknownReferenceSplit({
  split,
  known,
}: {
  split: string;
  known: readonly string[];
}): MillraceError<'MONITOR_UNKNOWN_SPLIT'> {
  return new MillraceError({
    code: 'MONITOR_UNKNOWN_SPLIT',
    message: `The reference has no split "${split}".`,
    cure: describeKnownNames(split, known),
    details: { split, known },
  });
}

export function labelsIncomplete({ missing }: { missing: string }): MillraceError<'MONITOR_LABELS_INCOMPLETE'> {
  return new MillraceError({
    code: 'MONITOR_LABELS_INCOMPLETE',
    message: `Labels are given without \`${missing}\`.`,
    cure: 'Labels need `keys` (the columns that a request and its label share) and `label` (what came to pass).',
    details: { missing },
  });
}

export function keyTypesDiffer({
  column,
  requests,
  labels,
}: {
  column: string;
  requests: string;
  labels: string;
}): MillraceError<'MONITOR_KEY_TYPES_DIFFER'> {
  return new MillraceError({
    code: 'MONITOR_KEY_TYPES_DIFFER',
    message: `Key column "${column}" is ${requests} in the requests and ${labels} in the labels.`,
    cure: 'Send the key as it is in the labels, or convert the column of the labels.',
    details: { column, requests, labels },
  });
}

export function unusableLabel({
  column,
  type,
  expected,
}: {
  column: string;
  type: string;
  expected: string;
}): MillraceError<'MONITOR_UNUSABLE_LABEL'> {
  return new MillraceError({
    code: 'MONITOR_UNUSABLE_LABEL',
    message: `Label column "${column}" is of type ${type} where ${expected} is needed.`,
    cure: "Name another column, or a rule such as `{ column: 'delay', greaterThan: 15 }`.",
    details: { column, type, expected },
  });
}

export function invalidThreshold({
  name,
  value,
  expected,
}: {
  name: string;
  value: unknown;
  expected: string;
}): MillraceError<'MONITOR_INVALID_THRESHOLD'> {
  return new MillraceError({
    code: 'MONITOR_INVALID_THRESHOLD',
    message: `The threshold \`${name}\` is ${JSON.stringify(value) ?? String(value)}.`,
    cure: `Set \`${name}\` to ${expected}.`,
    details: { name, value, expected },
  });
}

export function unknownPerformanceMetric({
  name,
  known,
}: {
  name: string;
  known: readonly string[];
}): MillraceError<'MONITOR_UNKNOWN_METRIC'> {
  return new MillraceError({
    code: 'MONITOR_UNKNOWN_METRIC',
    message: `"${name}" is not a metric of realised performance here.`,
    cure: describeKnownNames(name, known),
    details: { name, known },
  });
}

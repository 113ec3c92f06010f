import { cureOfFailure, describeKnownNames, MillraceError } from '@millrace/core';

export function invalidEntity({
  name,
  reason,
}: {
  name: string;
  reason: string;
}): MillraceError<'FEATURE_STORE_INVALID_ENTITY'> {
  return new MillraceError({
    code: 'FEATURE_STORE_INVALID_ENTITY',
    message: `The entity "${name}" cannot be defined: ${reason}.`,
    cure: "Declare it like `defineEntity({ name: 'airports', keys: ['origin'] })`.",
    details: { name, reason },
  });
}

export function invalidView({
  view,
  reason,
}: {
  view: string;
  reason: string;
}): MillraceError<'FEATURE_STORE_INVALID_VIEW'> {
  return new MillraceError({
    code: 'FEATURE_STORE_INVALID_VIEW',
    message: `The feature view "${view}" cannot be defined: ${reason}.`,
    cure: 'Correct the declaration that is passed to `defineFeatureView`.',
    details: { view, reason },
  });
}

export function invalidDuration({
  value,
  place,
}: {
  value: string;
  place: string;
}): MillraceError<'FEATURE_STORE_INVALID_DURATION'> {
  return new MillraceError({
    code: 'FEATURE_STORE_INVALID_DURATION',
    message: `"${value}" is not a duration (${place}).`,
    cure: "Write a whole number above 0 and a unit of s, m, h, d or w: '90s', '15m', '3h', '7d', '2w'.",
    details: { value, place },
  });
}

export function unknownView({
  view,
  known,
}: {
  view: string;
  known: readonly string[];
}): MillraceError<'FEATURE_STORE_UNKNOWN_VIEW'> {
  return new MillraceError({
    code: 'FEATURE_STORE_UNKNOWN_VIEW',
    message: `There is no feature view "${view}".`,
    cure: describeKnownNames(view, known),
    details: { view, known },
  });
}

export function unknownFeature({
  feature,
  known,
}: {
  feature: string;
  known: readonly string[];
}): MillraceError<'FEATURE_STORE_UNKNOWN_FEATURE'> {
  return new MillraceError({
    code: 'FEATURE_STORE_UNKNOWN_FEATURE',
    message: `There is no feature "${feature}".`,
    cure: `Name it as view:value_window. ${describeKnownNames(feature, known)}`,
    details: { feature, known },
  });
}

export function unknownSource({
  view,
  source,
  known,
}: {
  view: string;
  source: string;
  known: readonly string[];
}): MillraceError<'FEATURE_STORE_UNKNOWN_SOURCE'> {
  return new MillraceError({
    code: 'FEATURE_STORE_UNKNOWN_SOURCE',
    message: `The feature view "${view}" reads "${source}", and no such source is given.`,
    cure: `Pass it in \`sources\` under that name, or pass one \`history\` for all views. ${describeKnownNames(source, known)}`,
    details: { view, source, known },
  });
}

export function duplicateFeature({
  name,
  place,
}: {
  name: string;
  place: string;
}): MillraceError<'FEATURE_STORE_DUPLICATE_FEATURE'> {
  return new MillraceError({
    code: 'FEATURE_STORE_DUPLICATE_FEATURE',
    message: `The feature "${name}" would stand beside another column of that name (${place}).`,
    cure: 'Rename the view or the value, so that <view>_<value>_<window> is no column yet.',
    details: { name, place },
  });
}

export function missingMoment({
  row,
  column,
}: {
  row: number;
  column: string;
}): MillraceError<'FEATURE_STORE_MISSING_MOMENT'> {
  return new MillraceError({
    code: 'FEATURE_STORE_MISSING_MOMENT',
    message: `Row ${row} has no moment: its "${column}" is missing.`,
    cure: 'Leave out rows without a moment before the join: nobody can say what was known then.',
    details: { row, column },
  });
}

export function wrongColumnType({
  column,
  place,
  actual,
  expected,
}: {
  column: string;
  place: string;
  actual: string;
  expected: string;
}): MillraceError<'FEATURE_STORE_WRONG_COLUMN_TYPE'> {
  return new MillraceError({
    code: 'FEATURE_STORE_WRONG_COLUMN_TYPE',
    message: `The column "${column}" of ${place} holds ${actual} where ${expected} is needed.`,
    cure: 'Convert the column where the data is read. Moments in memory are `Date` objects; in files, timestamps.',
    details: { column, place, actual, expected },
  });
}

export function selfLeak({
  view,
  row,
  moment,
  availableTime,
  values,
}: {
  view: string;
  row: number;
  moment: string;
  availableTime: string;
  values: Readonly<Record<string, unknown>>;
}): MillraceError<'FEATURE_STORE_SELF_LEAK'> {
  return new MillraceError({
    code: 'FEATURE_STORE_SELF_LEAK',
    message:
      `View "${view}" would show row ${row} its own event: the row asks at ${moment}, ` +
      `and the event is declared to be known at ${availableTime} already (${JSON.stringify(values)}).`,
    cure: 'Let `availableTime` say when the values become known (an outcome is known after it happened), or declare `allowOwnEvent: true` when all of them are known at the moment.',
    details: { view, row, moment, availableTime, values },
  });
}

export function rowCountChanged({
  place,
  before,
  after,
}: {
  place: string;
  before: number;
  after: number;
}): MillraceError<'FEATURE_STORE_ROW_COUNT_CHANGED'> {
  return new MillraceError({
    code: 'FEATURE_STORE_ROW_COUNT_CHANGED',
    message: `${place} had ${before} rows and has ${after} after the join.`,
    cure: 'Run it again while nobody writes to the files; if it stays, report it: a join must keep every row.',
    details: { place, before, after },
  });
}

export function unclearMoment({
  candidates,
}: {
  candidates: readonly string[];
}): MillraceError<'FEATURE_STORE_UNCLEAR_MOMENT'> {
  return new MillraceError({
    code: 'FEATURE_STORE_UNCLEAR_MOMENT',
    message: `The asking rows have ${candidates.length} timestamp columns (${candidates.join(', ') || 'none'}), so their moment is not clear.`,
    cure: 'Name the column of the moments: `moment: "date"`.',
    details: { candidates },
  });
}

export function noOnlineStore({ asked }: { asked: string }): MillraceError<'FEATURE_STORE_NO_ONLINE_STORE'> {
  return new MillraceError({
    code: 'FEATURE_STORE_NO_ONLINE_STORE',
    message: `\`${asked}\` needs an online store, and this feature store was created without one.`,
    cure: "Pass one: `createFeatureStore({ ..., online: createSqliteOnlineStore('features.db') })`.",
    details: { asked },
  });
}

export function invalidKey({
  view,
  part,
  value,
}: {
  view: string;
  part: string;
  value: string | number | undefined;
}): MillraceError<'FEATURE_STORE_INVALID_KEY'> {
  return new MillraceError({
    code: 'FEATURE_STORE_INVALID_KEY',
    message: `The key part "${part}" for the view "${view}" is ${value === undefined ? 'not given' : String(value)}.`,
    cure: `Give every key as texts and finite numbers, with a property "${part}"; null where it is unknown.`,
    details: { view, part, value: String(value) },
  });
}

export function behindWatermark({
  view,
  upTo,
  watermark,
}: {
  view: string;
  upTo: string;
  watermark: string;
}): MillraceError<'FEATURE_STORE_BEHIND_WATERMARK'> {
  return new MillraceError({
    code: 'FEATURE_STORE_BEHIND_WATERMARK',
    message: `The view "${view}" is materialised up to ${watermark} already, which is later than ${upTo}.`,
    cure: 'Materialise up to a later moment, or use another online store for looking back.',
    details: { view, upTo, watermark },
  });
}

export function onlineStoreFailed({
  path,
  cause,
}: {
  path: string;
  cause: unknown;
}): MillraceError<'FEATURE_STORE_ONLINE_STORE_FAILED'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'FEATURE_STORE_ONLINE_STORE_FAILED',
    message: `The online store ${path} failed: ${reason}.`,
    cure:
      cureOfFailure(cause) ??
      'Check that the directory exists and is writable, that the file is an online store, and that the limit of open files (`ulimit -n`) leaves room.',
    details: { path, reason },
    retryable: /busy|locked/i.test(reason),
    cause,
  });
}

export function invalidMoment({
  value,
  place,
}: {
  value: string;
  place: string;
}): MillraceError<'FEATURE_STORE_INVALID_MOMENT'> {
  return new MillraceError({
    code: 'FEATURE_STORE_INVALID_MOMENT',
    message: `\`${place}\` is ${value}, which is no moment.`,
    cure: 'Pass a `Date`, or whole microseconds since 1970-01-01T00:00:00Z.',
    details: { value, place },
  });
}

export function threadFailed({
  reason,
  cause,
}: {
  reason: string;
  cause?: unknown;
}): MillraceError<'FEATURE_STORE_THREAD_FAILED'> {
  return new MillraceError({
    code: 'FEATURE_STORE_THREAD_FAILED',
    message: `A thread that computed features failed: ${reason}.`,
    cure: 'Look for a lack of memory, or compute on one thread with `concurrency: 1`.',
    details: { reason },
    cause,
  });
}

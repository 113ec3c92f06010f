import { MillraceError, describeKnownNames } from '@millrace/core';

export function invalidStatisticsOption({
  option,
  value,
  least,
  most,
}: {
  option: string;
  value: unknown;
  least: number;
  most: number;
}): MillraceError<'DATA_VALIDATION_INVALID_OPTION'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_INVALID_OPTION',
    message: `\`${option}\` is ${JSON.stringify(value)}.`,
    cure: `Pass a whole number from ${least} to ${most}, or leave it out.`,
    details: { option, value, least, most },
  });
}

export function unknownSplit({
  split,
  known,
  place,
}: {
  split: string;
  known: readonly string[];
  place: string;
}): MillraceError<'DATA_VALIDATION_UNKNOWN_SPLIT'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_UNKNOWN_SPLIT',
    message: `There is no split "${split}" in ${place}.`,
    cure: describeKnownNames(split, known),
    details: { split, known, place },
  });
}

export function noSplits({ place }: { place: string }): MillraceError<'DATA_VALIDATION_NO_SPLITS'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_NO_SPLITS',
    message: `There is no split to read in ${place}.`,
    cure: 'Name at least one split, or leave `splits` out to read all.',
    details: { place },
  });
}

export function invalidSchemaOption({
  option,
  value,
}: {
  option: string;
  value: unknown;
}): MillraceError<'DATA_VALIDATION_INVALID_SCHEMA_OPTION'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_INVALID_SCHEMA_OPTION',
    message: `\`${option}\` is ${JSON.stringify(value)}.`,
    cure: 'Pass a whole number that is not negative, or leave it out.',
    details: { option, value },
  });
}

export function invalidSchema({
  place,
  problems,
}: {
  place: string;
  problems: readonly string[];
}): MillraceError<'DATA_VALIDATION_INVALID_SCHEMA'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_INVALID_SCHEMA',
    message: `${place} contradicts itself: ${problems.slice(0, 5).join('; ')}.`,
    cure: 'Correct the schema at the JSON pointers that the message gives.',
    details: { place, problems },
  });
}

export function unknownEnvironment({
  environment,
  known,
}: {
  environment: string;
  known: readonly string[];
}): MillraceError<'DATA_VALIDATION_UNKNOWN_ENVIRONMENT'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_UNKNOWN_ENVIRONMENT',
    message: `The schema does not name an environment "${environment}".`,
    cure: describeKnownNames(environment, known),
    details: { environment, known },
  });
}

export function noColumns(): MillraceError<'DATA_VALIDATION_NO_COLUMNS'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_NO_COLUMNS',
    message: '`columns` is an empty list.',
    cure: 'Name at least one column, or leave `columns` out to describe all.',
  });
}

export function schemaFileUnreadable({
  path,
  cause,
}: {
  path: string;
  cause: unknown;
}): MillraceError<'DATA_VALIDATION_SCHEMA_UNREADABLE'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'DATA_VALIDATION_SCHEMA_UNREADABLE',
    message: `The schema file ${path} cannot be read: ${reason}.`,
    cure: 'Pass the path of a schema in JSON; `inferSchema` gives you a first one to save and edit.',
    details: { path, reason },
    cause,
  });
}

export function schemaFileNotJson({
  path,
  reason,
}: {
  path: string;
  reason: string;
}): MillraceError<'DATA_VALIDATION_SCHEMA_NOT_JSON'> {
  return new MillraceError({
    code: 'DATA_VALIDATION_SCHEMA_NOT_JSON',
    message: `The schema file ${path} is not JSON: ${reason}.`,
    cure: 'Correct the file at the place that the message gives; comments and trailing commas are not JSON.',
    details: { path, reason },
  });
}

export function anomaliesFound({
  errorCount,
  warningCount,
  lines,
  report,
  anomalies,
}: {
  errorCount: number;
  warningCount: number;
  lines: readonly string[];
  report: string;
  anomalies: unknown;
}): MillraceError<'DATA_VALIDATION_ANOMALIES_FOUND'> {
  const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const counts = `${plural(errorCount, 'error')} and ${plural(warningCount, 'warning')}`;
  const more = lines.length > 3 ? ` And ${lines.length - 3} more.` : '';
  return new MillraceError({
    code: 'DATA_VALIDATION_ANOMALIES_FOUND',
    message: `The data has ${counts}: ${lines.slice(0, 3).join(' ')}${more}`,
    cure: `Look at ${report}, then mend the data or change the schema. \`failOn: 'never'\` only reports.`,
    details: { errorCount, warningCount, lines, report, anomalies },
  });
}

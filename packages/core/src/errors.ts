import { cureOfFailure } from './cure-of-failure.ts';
import { MillraceError } from './millrace-error.ts';
import { describeKnownNames } from './nearest-names.ts';

export function notJson({ path, value }: { path: string; value: string }): MillraceError<'CORE_NOT_JSON'> {
  return new MillraceError({
    code: 'CORE_NOT_JSON',
    message: `The value ${value} at ${path} has no JSON form.`,
    cure: 'Leave the property out, use null, or a number that is finite.',
    details: { path, value },
  });
}

export function unknownColumn({
  name,
  known,
  place,
}: {
  name: string;
  known: readonly string[];
  place: string;
}): MillraceError<'CORE_UNKNOWN_COLUMN'> {
  return new MillraceError({
    code: 'CORE_UNKNOWN_COLUMN',
    message: `There is no column "${name}" in ${place}.`,
    cure: describeKnownNames(name, known),
    details: { name, known, place },
  });
}

export function columnLengthsDiffer({
  name,
  length,
  expected,
}: {
  name: string;
  length: number;
  expected: number;
}): MillraceError<'CORE_COLUMN_LENGTHS_DIFFER'> {
  return new MillraceError({
    code: 'CORE_COLUMN_LENGTHS_DIFFER',
    message: `Column "${name}" has ${length} rows where the first column has ${expected}.`,
    cure: 'Give every column the same number of rows; use null for a missing value.',
    details: { name, length, expected },
  });
}

export function mixedColumn({
  name,
  row,
  value,
  type,
}: {
  name: string;
  row: number;
  value: string;
  type: string;
}): MillraceError<'CORE_MIXED_COLUMN'> {
  return new MillraceError({
    code: 'CORE_MIXED_COLUMN',
    message: `Column "${name}" holds ${type} values, but row ${row} holds ${value}.`,
    cure: 'Give all rows of a column one type; convert the odd value, or make it null.',
    details: { name, row, value, type },
  });
}

export function notTable({ received }: { received: string }): MillraceError<'CORE_NOT_A_TABLE'> {
  return new MillraceError({
    code: 'CORE_NOT_A_TABLE',
    message: `Cannot read a table from ${received}.`,
    cure: 'Pass an array of row objects, an object of column arrays, a column batch, or a DataFrame of danfojs, arquero, Arrow or polars.',
    details: { received },
  });
}

export function unknownKind({
  kind,
  known,
}: {
  kind: string;
  known: readonly string[];
}): MillraceError<'CORE_UNKNOWN_KIND'> {
  return new MillraceError({
    code: 'CORE_UNKNOWN_KIND',
    message: `"${kind}" is not an artifact kind.`,
    cure: describeKnownNames(kind, known),
    details: { kind, known },
  });
}

export function wrongKind({
  path,
  expected,
  actual,
}: {
  path: string;
  expected: string;
  actual: string;
}): MillraceError<'CORE_WRONG_KIND'> {
  return new MillraceError({
    code: 'CORE_WRONG_KIND',
    message: `${path} holds a ${actual} artifact where ${expected} is needed.`,
    cure: `Pass an artifact of kind "${expected}".`,
    details: { path, expected, actual },
  });
}

export function invalidPayload({
  kind,
  place,
  problems,
}: {
  kind: string;
  place: string;
  problems: readonly string[];
}): MillraceError<'CORE_INVALID_PAYLOAD'> {
  return new MillraceError({
    code: 'CORE_INVALID_PAYLOAD',
    message: `${place} is not a valid ${kind} document: ${problems.slice(0, 5).join('; ')}.`,
    cure: `Compare it with the JSON Schema of "${kind}", or produce it again with the component that writes it.`,
    details: { kind, place, problems },
  });
}

export function notArtifact({
  path,
  reason,
  cause,
}: {
  path: string;
  reason: string;
  cause?: unknown;
}): MillraceError<'CORE_NOT_AN_ARTIFACT'> {
  return new MillraceError({
    code: 'CORE_NOT_AN_ARTIFACT',
    message: `${path} is not an artifact: ${reason}.`,
    cure: 'Pass a directory that a Millrace component published (it holds an artifact.json).',
    details: { path, reason },
    cause,
  });
}

export function artifactCorrupt({
  path,
  file,
  reason,
}: {
  path: string;
  file: string;
  reason: string;
}): MillraceError<'CORE_ARTIFACT_CORRUPT'> {
  return new MillraceError({
    code: 'CORE_ARTIFACT_CORRUPT',
    message: `The file ${file} of the artifact ${path} is not what was published: ${reason}.`,
    cure: 'Delete the artifact directory and run the step that wrote it again; the pipeline does both with `millrace run`.',
    details: { path, file, reason },
  });
}

export function artifactUnreadable({
  path,
  file,
  cause,
}: {
  path: string;
  file: string;
  cause: unknown;
}): MillraceError<'CORE_ARTIFACT_UNREADABLE'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'CORE_ARTIFACT_UNREADABLE',
    message: `The file ${file} of the artifact ${path} cannot be read: ${reason}.`,
    cure: cureOfFailure(cause) ?? 'Check the disk and the rights of this user, then try again.',
    details: { path, file, reason },
    retryable: true,
    cause,
  });
}

export function publishFailed({ path, cause }: { path: string; cause: unknown }): MillraceError<'CORE_PUBLISH_FAILED'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'CORE_PUBLISH_FAILED',
    message: `Could not publish an artifact under ${path}: ${reason}.`,
    cure: `${cureOfFailure(cause) ?? 'Check that the directory is writable and that the disk has room.'} Nothing was published.`,
    details: { path, reason },
    retryable: true,
    cause,
  });
}

export function invalidComponent({
  name,
  reason,
}: {
  name: string;
  reason: string;
}): MillraceError<'CORE_INVALID_COMPONENT'> {
  return new MillraceError({
    code: 'CORE_INVALID_COMPONENT',
    message: `The component "${name}" cannot be defined: ${reason}.`,
    cure: 'Correct the declaration that is passed to `defineComponent`.',
    details: { name, reason },
  });
}

export function invalidParameters({
  component,
  problems,
}: {
  component: string;
  problems: readonly string[];
}): MillraceError<'CORE_INVALID_PARAMETERS'> {
  return new MillraceError({
    code: 'CORE_INVALID_PARAMETERS',
    message: `The parameters of ${component} are not valid: ${problems.join('; ')}.`,
    cure: `See the parameters that ${component} declares in its documentation.`,
    details: { component, problems },
  });
}

export function testContextWithoutEngine(): MillraceError<'CORE_NO_TEST_ENGINE'> {
  return new MillraceError({
    code: 'CORE_NO_TEST_ENGINE',
    message: 'The component asked for an engine, and the test context has none.',
    cure: 'Pass `createTestContext({ engine })`.',
  });
}

export function unknownOption({
  caller,
  option,
  known,
}: {
  caller: string;
  option: string;
  known: readonly string[];
}): MillraceError<'CORE_UNKNOWN_OPTION'> {
  return new MillraceError({
    code: 'CORE_UNKNOWN_OPTION',
    message: `\`${caller}\` has no option \`${option}\`.`,
    cure: known.length === 0 ? 'It takes no options.' : describeKnownNames(option, known),
    details: { caller, option, known },
  });
}

export function notOptions({
  caller,
  received,
}: {
  caller: string;
  received: string;
}): MillraceError<'CORE_NOT_OPTIONS'> {
  return new MillraceError({
    code: 'CORE_NOT_OPTIONS',
    message: `\`${caller}\` takes its options as one object, not ${received}.`,
    cure: 'Pass an object such as `{ name: value }`, or leave the options out.',
    details: { caller, received },
  });
}

export function missingOption({
  caller,
  option,
  expected,
}: {
  caller: string;
  option: string;
  expected: string;
}): MillraceError<'CORE_MISSING_OPTION'> {
  return new MillraceError({
    code: 'CORE_MISSING_OPTION',
    message: `\`${caller}\` is called without the option \`${option}\`.`,
    cure: `Give \`${option}\`: ${expected}.`,
    details: { caller, option, expected },
  });
}

export function invalidOption({
  caller,
  option,
  value,
  expected,
}: {
  caller: string;
  option: string;
  value: string;
  expected: string;
}): MillraceError<'CORE_INVALID_OPTION'> {
  return new MillraceError({
    code: 'CORE_INVALID_OPTION',
    message: `The option \`${option}\` of \`${caller}\` is ${value}.`,
    cure: `Give ${expected}.`,
    details: { caller, option, value, expected },
  });
}

export function invalidArgument({
  caller,
  argument,
  value,
  expected,
}: {
  caller: string;
  argument: string;
  value: string;
  expected: string;
}): MillraceError<'CORE_INVALID_ARGUMENT'> {
  return new MillraceError({
    code: 'CORE_INVALID_ARGUMENT',
    message: `\`${caller}\` is given ${value} as its \`${argument}\`.`,
    cure: `Give ${expected}.`,
    details: { caller, argument, value, expected },
  });
}

import { MillraceError } from '@millrace/core';

export function wrongColumnType({
  column,
  actual,
  expected,
  place,
}: {
  column: string;
  actual: string;
  expected: string;
  place: string;
}): MillraceError<'TRANSFORM_WRONG_COLUMN_TYPE'> {
  return new MillraceError({
    code: 'TRANSFORM_WRONG_COLUMN_TYPE',
    message: `Column "${column}" of ${place} holds ${actual} values, and the features read it as ${expected}.`,
    cure: 'Declare the type where the column is read (`types` of the source), or change the leaf (`number`, `integer`, `text`, ...) in the features.',
    details: { column, actual, expected, place },
  });
}

export function rowsLost({
  split,
  expected,
  actual,
}: {
  split: string;
  expected: number;
  actual: number;
}): MillraceError<'TRANSFORM_ROWS_LOST'> {
  return new MillraceError({
    code: 'TRANSFORM_ROWS_LOST',
    message: `The transformed split "${split}" has ${actual} rows, and its examples have ${expected}.`,
    cure: 'Verify the examples with `verifyArtifact`; if they are sound, report this: a transform gives one row for a row.',
    details: { split, expected, actual },
  });
}

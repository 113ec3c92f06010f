import { hasCode } from '@millrace/core';
import { integerTooLarge, typeNotReadable } from '../errors.ts';

interface ColumnDetails {
  readonly column: string;
  readonly type: string;
  readonly value: string;
}

/** Engines know columns, not where they come from: the same error with the file, pattern or artifact that was read. */
export function namePlace(error: unknown, place: string): unknown {
  if (hasCode(error, 'DATA_TYPE_NOT_READABLE') || hasCode(error, 'DATA_INTEGER_TOO_LARGE')) {
    const details = error.details as unknown as ColumnDetails;
    return error.code === 'DATA_TYPE_NOT_READABLE'
      ? typeNotReadable({ ...details, place })
      : integerTooLarge({ ...details, place });
  }
  return error;
}

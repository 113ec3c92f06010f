import { invalidSchemaOption } from '../errors.ts';

/** The size up to which text columns keep a list of values: a whole number, 100 unless given. */
export function readMaxStringDomainSize(value = 100): number {
  if (!Number.isInteger(value) || value < 0) throw invalidSchemaOption({ option: 'maxStringDomainSize', value });
  return value;
}

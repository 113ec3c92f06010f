import { duplicateColumn, wrongColumnName } from '../errors.ts';

/**
 * Throws `DATA_DUPLICATE_COLUMN` for names that are equal to SQL, which takes "a" and "A" for one and would silently
 * rename the second, and `DATA_WRONG_COLUMN_NAME` for those that neither SQL nor an object can hold.
 */
export function checkColumnNames(names: readonly string[], place: string): void {
  const seen = new Map<string, string>();
  names.forEach((column, index) => {
    const reason = reasonAgainst(column);
    if (reason !== undefined) throw wrongColumnName({ column, place: `${place} (number ${index + 1})`, reason });
    const key = column.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    const earlier = seen.get(key);
    if (earlier !== undefined)
      throw duplicateColumn({ column, place: earlier === column ? place : `${place}, once as "${earlier}"` });
    seen.set(key, column);
  });
}

function reasonAgainst(column: string): string | undefined {
  if (column === '') return 'it has no name';
  if (column.includes('\0')) return 'its name holds a null byte';
  return column === '__proto__' ? 'no object can have it' : undefined;
}

/**
 * True when a reader may have renamed a column: it calls the second "a" (or "A") "a_1", and one without a name "C0".
 * Whoever reads then asks the file for the names that it has.
 */
export function mayBeRenamed(names: readonly string[]): boolean {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return names.some((name) => {
    const base = /^(.+)_\d+$/.exec(name)?.[1];
    return (base !== undefined && lower.has(base.toLowerCase())) || /^C\d+$/.test(name);
  });
}

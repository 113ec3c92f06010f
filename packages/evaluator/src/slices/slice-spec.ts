/** A part of a timestamp in UTC: 0 to 23; 1 (Monday) to 7; 1 to 12; `2001-06-18`. */
export type DatePart = 'hourOfDay' | 'dayOfWeek' | 'month' | 'date';

/**
 * What rows are told apart by: every value of a column; a part of a timestamp; or ranges of a number, cut at the
 * boundaries (a value on a boundary belongs to the range above it).
 */
export type SliceKey =
  | string
  | { readonly column: string; readonly part: DatePart }
  | { readonly column: string; readonly boundaries: readonly number[] };

/**
 * One way of slicing. `{}` is all rows; `keys` gives a slice for every combination of values; `values` keeps only the
 * rows that have them. Both together: slices among the rows kept.
 */
export interface SliceSpec {
  readonly keys?: readonly SliceKey[] | undefined;
  readonly values?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export const allRows = 'all rows';

export function columnOfKey(key: SliceKey): string {
  return typeof key === 'string' ? key : key.column;
}

/** `origin`, `hourOfDay(date)`, or `distance`. */
export function nameKey(key: SliceKey): string {
  if (typeof key === 'string') return key;
  return 'part' in key ? `${key.part}(${key.column})` : key.column;
}

/** Tells keys apart that share a name: ranges of one column with other boundaries. */
export function identifyKey(key: SliceKey): string {
  return typeof key !== 'string' && 'boundaries' in key ? `${key.column} [${key.boundaries.join(', ')}]` : nameKey(key);
}

/** `all rows`, `origin, hourOfDay(date)`, `country = DE`. */
export function nameSlicing({ keys = [], values = {} }: SliceSpec): string {
  const fixed = Object.entries(values).map(([column, value]) => nameKeyValue(column, value));
  const parts = [...fixed, ...keys.map(identifyKey)];
  return parts.length === 0 ? allRows : parts.join(', ');
}

/** `origin = ABQ`; the slice of missing values is `origin missing`. */
export function nameKeyValue(key: string, value: string | number | boolean | null): string {
  return value === null ? `${key} missing` : `${key} = ${value}`;
}

/** Every key that any of the specifications reads, once. */
export function listKeys(specs: readonly SliceSpec[]): readonly SliceKey[] {
  const keys = new Map<string, SliceKey>();
  for (const { keys: own = [], values = {} } of specs) {
    for (const key of [...own, ...Object.keys(values)]) keys.set(identifyKey(key), key);
  }
  return [...keys.values()];
}

/** Says what is wrong with a specification that no compiler has seen; undefined when nothing is. */
export function findSliceProblem(spec: unknown): string | undefined {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return 'objects';
  const other = Object.keys(spec).find((name) => name !== 'keys' && name !== 'values');
  if (other !== undefined) return 'objects of `keys` and `values`';
  return 'keys' in spec && spec.keys !== undefined && !Array.isArray(spec.keys)
    ? 'objects whose `keys` is a list'
    : undefined;
}

/** The specifications without repetitions, all rows first. */
export function uniqueSlicings(specs: readonly SliceSpec[]): readonly SliceSpec[] {
  const byName = new Map<string, SliceSpec>([[allRows, {}]]);
  for (const spec of specs) byName.set(nameSlicing(spec), spec);
  return [...byName.values()];
}

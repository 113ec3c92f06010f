import type { JsonValue } from '@millrace/core';

export interface Difference {
  /** `learner.settings.trees`, `slices.0.keys`. */
  readonly path: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** The smallest parts in which two values differ. Lists of different lengths differ as a whole. */
export function listDifferences({ path, before, after }: Difference): readonly Difference[] {
  if (before === after) return [];
  if (!isComparable(before) || !isComparable(after) || lengthOf(before) !== lengthOf(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
  }
  const [old, current] = [Object.entries(before), Object.entries(after)].map((entries) => new Map(entries));
  const names = [...new Set([...old!.keys(), ...current!.keys()])];
  return names.flatMap((name) =>
    listDifferences({ path: `${path}.${name}`, before: old!.get(name), after: current!.get(name) }),
  );
}

function isComparable(value: JsonValue | undefined): value is Extract<JsonValue, object> {
  return typeof value === 'object' && value !== null;
}

function lengthOf(value: object): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

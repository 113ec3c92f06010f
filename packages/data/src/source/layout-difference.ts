/** The first way in which two lists of column names differ. */
export function findDifference(expected: readonly string[], actual: readonly string[]): string | undefined {
  const missing = expected.find((name) => !actual.includes(name));
  if (missing !== undefined) return `"${missing}" is missing`;
  const extra = actual.find((name) => !expected.includes(name));
  if (extra !== undefined) return `"${extra}" is more`;
  const moved = expected.findIndex((name, index) => actual[index] !== name);
  return moved < 0 ? undefined : `"${expected[moved]}" stands in another place`;
}

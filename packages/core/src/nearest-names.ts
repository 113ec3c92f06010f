/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours cost one each. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforePrevious[j - 2]! + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}

/** The known names, nearest to `name` first (upper and lower case count as equal), at most `limit` of them. */
export function nearestNames(name: string, known: Iterable<string>, limit = 5): readonly string[] {
  const wanted = name.toLowerCase();
  return [...new Set(known)]
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** `Did you mean "origin"? Known: "origin", "destination".` for the cure of an unknown name. */
export function describeKnownNames(name: string, known: Iterable<string>): string {
  const names = [...new Set(known)];
  if (names.length === 0) return 'None are known.';
  const nearest = nearestNames(name, names, 8);
  const first = nearest[0]!;
  const isClose = editDistance(name.toLowerCase(), first.toLowerCase()) <= Math.max(2, Math.floor(name.length / 3));
  const more = names.length > nearest.length ? `, and ${names.length - nearest.length} more` : '';
  return `${isClose ? `Did you mean "${first}"? ` : ''}Known: ${nearest.map((known) => `"${known}"`).join(', ')}${more}.`;
}

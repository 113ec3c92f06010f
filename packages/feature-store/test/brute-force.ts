import type { Cell } from '@millrace/core';
import type { WindowAggregate } from '@millrace/feature-store';

/** An event as the tests write it; times in microseconds. */
export interface TestEvent {
  readonly key: string | null;
  readonly time: number | null;
  readonly known: number | null;
  readonly amount: number | null;
  readonly label: string | null;
}

export interface TestAsk {
  readonly key: string | null;
  readonly moment: number;
}

/** What one row must get, by looking at every event: the rule of the documentation, word for word. */
export function bruteForceWindow(
  events: readonly TestEvent[],
  ask: TestAsk,
  { aggregate, window, of }: { aggregate: WindowAggregate; window: number; of: 'amount' | 'label' },
): Cell {
  if (ask.key === null) return null;
  const inWindow = events
    .map((event, row) => ({ ...event, row }))
    .filter(({ key, time }) => key === ask.key && time !== null)
    .filter(({ known }) => known !== null && known > ask.moment - window && known <= ask.moment)
    .sort((a, b) => a.known! - b.known! || a.time! - b.time! || a.row - b.row);
  if (aggregate === 'count') return inWindow.length;
  const cells = inWindow.map((event) => event[of]).filter((cell) => cell !== null);
  if (aggregate === 'distinctCount') return new Set(cells).size;
  if (aggregate === 'first') return cells[0] ?? null;
  if (aggregate === 'last') return cells.at(-1) ?? null;
  const numbers = cells as number[];
  const total = exactSum(numbers);
  if (aggregate === 'sum') return total;
  if (numbers.length === 0) return null;
  if (aggregate === 'min') return numbers.reduce((a, b) => Math.min(a, b));
  if (aggregate === 'max') return numbers.reduce((a, b) => Math.max(a, b));
  const mean = total / numbers.length;
  if (aggregate === 'mean') return mean;
  return Math.sqrt(exactSum(numbers.map((value) => (value - mean) ** 2)) / numbers.length);
}

export function bruteForceLatest(
  events: readonly TestEvent[],
  ask: TestAsk,
  { of, ttl }: { of: 'amount' | 'label'; ttl: number },
): Cell {
  const candidates = events
    .map((event, row) => ({ ...event, row }))
    .filter(({ key }) => key !== null && key === ask.key)
    .filter(({ time, known }) => time !== null && known !== null && time <= ask.moment && known <= ask.moment)
    .filter((event) => event.time! >= ask.moment - ttl && event[of] !== null)
    .sort((a, b) => a.time! - b.time! || a.known! - b.known! || a.row - b.row);
  return candidates.at(-1)?.[of] ?? null;
}

/** The sum rounded once: every partial sum is kept exactly as a list of parts (Shewchuk 1997), as in Python's fsum. */
function exactSum(values: readonly number[]): number {
  let parts: number[] = [];
  for (const value of values) {
    const kept: number[] = [];
    let x = value;
    for (const part of parts) {
      const [large, small] = Math.abs(x) < Math.abs(part) ? [part, x] : [x, part];
      const high = large + small;
      const low = small - (high - large);
      if (low !== 0) kept.push(low);
      x = high;
    }
    parts = [...kept, x];
  }
  return parts.reduceRight((sum, part) => sum + part, 0);
}

const day = 86_400_000_000;
/** The last moment that `Date` knows, in microseconds. */
const lastMoment = 8.64e21;

/** Where an axis of times (microseconds) gets its labels, and what they say: hours, days, months or years, in UTC. */
export interface TimeAxis {
  readonly ticks: (low: number, high: number) => readonly number[];
  readonly formatTick: (time: number) => string;
}

/** The axis for times between two moments. */
export function timeAxis(low: number, high: number): TimeAxis {
  if (Math.max(Math.abs(low), Math.abs(high)) > lastMoment)
    return { ticks: (a, b) => [a, b], formatTick: (time) => time.toExponential(2) };
  const days = (high - low) / day;
  if (days <= 3) return { ticks: quarters, formatTick: (time) => isoText(time).slice(5, 16).replace('T', ' ') };
  if (days <= 90) return { ticks: wholeDays, formatTick: (time) => isoText(time).slice(5, 10) };
  if (days <= 1200) return { ticks: wholeMonths, formatTick: (time) => isoText(time).slice(0, 7) };
  return {
    ticks: wholeYears,
    formatTick: (time) =>
      isoText(time)
        .slice(0, 4)
        .replace(/^[+-].*/, isoText(time).slice(0, 7)),
  };
}

function isoText(time: number): string {
  return new Date(time / 1000).toISOString();
}

function quarters(low: number, high: number): readonly number[] {
  return [0.12, 0.5, 0.88].map((share) => low + (high - low) * share);
}

function wholeDays(low: number, high: number): readonly number[] {
  const step = Math.max(1, Math.ceil((high - low) / day / 5)) * day;
  return sequence(high, (i) => Math.ceil(low / day) * day + i * step);
}

function wholeMonths(low: number, high: number): readonly number[] {
  const step = Math.max(1, Math.ceil((high - low) / day / 30.4 / 6));
  const first = new Date(low / 1000);
  const start = first.getUTCFullYear() * 12 + first.getUTCMonth();
  return sequence(high, (i) => firstOfMonth(start + i * step), low);
}

function wholeYears(low: number, high: number): readonly number[] {
  const step = Math.max(1, Math.ceil((high - low) / day / 365.25 / 6));
  const first = new Date(low / 1000).getUTCFullYear();
  return sequence(high, (i) => firstOfMonth((first + i * step) * 12), low);
}

/** Counted in months since year 0. `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
function firstOfMonth(month: number): number {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1) * 1000;
}

function sequence(high: number, at: (i: number) => number, low = -Infinity): readonly number[] {
  return Array.from({ length: 12 }, (_, i) => at(i)).filter((time) => time >= low && time <= high);
}

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bar, BenchCase } from '../bench-case.ts';
import { runFlights, type FlightsRun } from '../run-flights.ts';

const week = '2001-06-18';
const weekBefore = '2001-06-11';

interface FlightsCase {
  readonly what: string;
  readonly rounds: number;
  readonly bar: Bar;
  /** The week of a run that came before, if there was one. */
  readonly before?: string | undefined;
  /** Whether each round finds what the round before left. */
  readonly keeps?: boolean | undefined;
}

function flightsCase({ what, rounds, bar, before, keeps = false }: FlightsCase): BenchCase {
  return {
    what,
    unit: 's',
    rounds,
    bar,
    prepare: async () => {
      const root = await mkdtemp(path.join(tmpdir(), 'millrace-bench-'));
      const prepared = path.join(root, 'before');
      if (before !== undefined) await runFlights(prepared, before);
      const runs: FlightsRun[] = [];
      return {
        run: async () => {
          const directory = keeps ? prepared : path.join(root, String(runs.length));
          if (!keeps && before !== undefined) await cp(prepared, directory, { recursive: true });
          const run = await runFlights(directory, week);
          runs.push(run);
          if (!keeps) await rm(directory, { recursive: true });
          return run.seconds;
        },
        peakMb: () => Promise.resolve(Math.max(...runs.map(({ peakMb }) => peakMb))),
        note: () => runs.at(-1)?.summary.replace(/ \(run .*/, ''),
        close: () => rm(root, { recursive: true, force: true }),
      };
    },
  };
}

export const flights: BenchCase = flightsCase({
  what: 'The flight-delays pipeline over 3,000,000 rows from nothing, as `npm start` runs it after install and build: 26 weeks landed, counted, validated and joined, two models trained, judged, pushed, asked over HTTP and watched. Memory is that of all its processes together.',
  rounds: 1,
  bar: { atMost: 60, atMostMb: 2500 },
});

export const flightsAgain: BenchCase = flightsCase({
  what: 'The same run again, where nothing changed.',
  rounds: 5,
  bar: { atMost: 2 },
  before: week,
  keeps: true,
});

export const flightsNewWeek: BenchCase = flightsCase({
  what: 'The same run after one for the week before: one week more to join; the window, both models and all that follows are made again.',
  rounds: 1,
  bar: { atMost: 30 },
  before: weekBefore,
});

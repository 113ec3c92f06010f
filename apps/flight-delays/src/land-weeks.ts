import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Engine } from '@millrace/core';
import { nameUnfinished, removeUnfinished } from '@millrace/core/artifacts';
import { quoteText } from '@millrace/data';
import { addWeeks, listWeeks } from './weeks.ts';

export const firstWeek = '2001-01-01';
export const lastWeek = '2001-06-25';
/** Flights in the file. */
export const allRows = 3_000_000;

/** The Parquet file of 3,000,000 US flights that vega-datasets ships. */
export function findFlightsFile(): string {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  return path.join(entry.slice(0, entry.lastIndexOf('vega-datasets')), 'vega-datasets', 'data', 'flights-3m.parquet');
}

export interface LandWeeksOptions {
  /** Flights to land in all, taken evenly from the whole file. @defaultValue all of them */
  readonly rows?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Plays the airline: lands one Parquet file a week, `flights-YYYY-MM-DD.parquet`, named by its Monday. Weeks that have
 * landed are left alone.
 */
export async function landWeeks(
  engine: Engine,
  directory: string,
  { rows = allRows, signal }: LandWeeksOptions = {},
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await removeUnfinished(directory, { prefix: '.incoming' });
  const landed = new Set(await readdir(directory));
  const missing = listWeeks(firstWeek, lastWeek).filter((week) => !landed.has(fileOf(week)));
  if (missing.length === 0) return;
  await engine.execute(
    `create or replace temp table flights as
     select file_row_number as position, "date", delay::integer as delay, distance::integer as distance, origin, destination
     from read_parquet(${quoteText(findFlightsFile())}, file_row_number = true)
     where (file_row_number + 1) * ${rows} // ${allRows} > file_row_number * ${rows} // ${allRows}`,
    { signal },
  );
  for (const week of missing) {
    const flights = `select * exclude (position) from flights where "date" >= timestamp '${week}' and "date" < timestamp '${addWeeks(week, 1)}' order by position`;
    const incoming = path.join(directory, nameUnfinished('.incoming'));
    try {
      await engine.writeParquet(flights, incoming, { signal });
      await rename(incoming, path.join(directory, fileOf(week)));
    } finally {
      await rm(incoming, { force: true });
    }
  }
  await engine.execute('drop table flights');
}

function fileOf(week: string): string {
  return `flights-${week}.parquet`;
}

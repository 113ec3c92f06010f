import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NumericColumn } from '@millrace/core';
import { openEngine, quoteText } from '@millrace/data';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFlightsFile, landWeeks } from './land-weeks.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'flights-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('lands all three million flights in 26 weeks, and lands nothing twice', async () => {
  await using engine = await openEngine();
  await landWeeks(engine, directory);
  const files = await readdir(directory);
  expect(files).toHaveLength(26);
  const relation = `read_parquet(${quoteText(path.join(directory, '*.parquet'))})`;
  const counted = await engine.query(
    `select count(*) as flights, sum(delay)::double as delay, sum(distance)::double as distance from ${relation}`,
  );
  const source = await engine.query(
    `select count(*) as flights, sum(delay)::double as delay, sum(distance)::double as distance
     from read_parquet(${quoteText(findFlightsFile())})`,
  );
  expect(counted.columns['flights']).toMatchObject({ values: Float64Array.of(3_000_000) });
  expect(counted).toEqual(source);
  const before = (await stat(path.join(directory, files[0]!))).mtimeMs;
  await landWeeks(engine, directory);
  expect((await stat(path.join(directory, files[0]!))).mtimeMs).toBe(before);
});

it('lands exactly as many flights as are asked for, each week its share', async () => {
  await using engine = await openEngine();
  const few = path.join(directory, 'few');
  await landWeeks(engine, few, { rows: 100_000 });
  const count = async (folder: string): Promise<Map<string, number>> => {
    const weeks = (await readdir(folder)).filter((name) => name.endsWith('.parquet'));
    const counted = weeks.map(async (week): Promise<[string, number]> => {
      const { columns } = await engine.query(
        `select count(*)::integer as flights from read_parquet(${quoteText(path.join(folder, week))})`,
      );
      return [week, (columns['flights'] as NumericColumn).values[0] as number];
    });
    return new Map(await Promise.all(counted));
  };
  const [all, cut] = [await count(directory), await count(few)];
  expect([...cut.values()].reduce((sum, flights) => sum + flights, 0)).toBe(100_000);
  for (const [week, flights] of all) expect(Math.abs(cut.get(week)! - flights / 30)).toBeLessThan(2);
});

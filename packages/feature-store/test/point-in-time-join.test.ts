import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  hasCode,
  toColumnBatch,
  toRows,
  type Artifact,
  type Cell,
  type Engine,
  type NumericColumn,
  type RowInput,
} from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { createTestContext, type TestContext } from '@millrace/core/testing';
import { openDataset, openEngine, writeExamples } from '@millrace/data';
import { add, addTime, divide, greaterThan, number, timestamp } from '@millrace/features';
import {
  PointInTimeJoin,
  count,
  defineEntity,
  defineFeatureView,
  mean,
  type FeatureView,
  type PointInTimeJoinParameters,
} from '@millrace/feature-store';

let engine: Engine;
let context: TestContext;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
  context = await createTestContext({ engine });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await context[Symbol.asyncDispose]();
});

const landed = addTime(timestamp('date'), add(30, divide(number('distance'), 7.5)), 'minutes');
const departures = defineEntity({ name: 'departures', keys: ['origin'] });
const flown = {
  eventTime: 'date',
  availableTime: landed,
  windows: ['1h', '3h'],
  values: { flights: count(), mean_delay: mean(number('delay')), share_late: mean(greaterThan(number('delay'), 15)) },
} as const;
const fromOrigin = defineFeatureView({ name: 'from_origin', entity: departures, ...flown });
const everywhere = defineFeatureView({ name: 'everywhere', ...flown });

// A flight of 450 miles lands 90 minutes after its departure.
const flight = (date: string, origin: string | null, delay: number | null): Record<string, unknown> => ({
  date: new Date(`2001-01-01T${date}:00Z`),
  origin,
  delay,
  distance: 450,
});

async function publish(splits: Record<string, RowInput>, span = 1): Promise<Artifact<'examples'>> {
  return context.publish('examples', async (directory) => {
    const queries: Record<string, string> = {};
    for (const [split, rows] of Object.entries(splits)) {
      const table = await engine.registerTable(toColumnBatch(rows));
      queries[split] = `select * from ${table.relation}`;
    }
    const { columns } = await writeExamples({ engine, directory, splits: queries, span });
    return { span, rowCount: Object.values(splits).flat().length, columns: columns.length };
  });
}

async function readRows(examples: Artifact<'examples'>, split?: string): Promise<Record<string, Cell>[]> {
  return toRows(await (await openDataset(examples, { engine, split })).read());
}

async function join(
  examples: Artifact<'examples'>,
  history: readonly Artifact<'examples'>[],
  parameters: Partial<PointInTimeJoinParameters> = {},
): Promise<Artifact<'examples'>> {
  const views = [fromOrigin, everywhere];
  const outputs = await PointInTimeJoin.run({
    ...context,
    inputs: { examples, history },
    parameters: { views, moment: 'date', outcomeTime: landed, ...parameters },
  });
  return outputs.examples;
}

const morning = [flight('06:00', 'ABQ', 20), flight('06:30', 'ABQ', 10), flight('07:00', 'SFO', 30)];
const noon = [flight('08:00', 'ABQ', 5), flight('08:29', 'SFO', null), flight('08:30', 'SFO', 0)];

it('adds what was known at each moment, keeping rows, order, splits and properties', async () => {
  const past = await publish({ all: morning });
  const examples = await publish({ train: noon.slice(0, 2), eval: noon.slice(2) }, 2);
  const joined = await join(examples, [past, examples]);
  const payload = await readPayload(joined);
  expect(joined.properties).toEqual(examples.properties);
  expect(payload.splits).toEqual({
    train: { files: ['train.parquet'], rowCount: 2 },
    eval: { files: ['eval.parquet'], rowCount: 1 },
  });
  expect(payload.columns.map(({ name }) => name).slice(4)).toEqual([
    'from_origin_flights_1h',
    'from_origin_flights_3h',
    'from_origin_mean_delay_1h',
    'from_origin_mean_delay_3h',
    'from_origin_share_late_1h',
    'from_origin_share_late_3h',
    'everywhere_flights_1h',
    'everywhere_flights_3h',
    'everywhere_mean_delay_1h',
    'everywhere_mean_delay_3h',
    'everywhere_share_late_1h',
    'everywhere_share_late_3h',
    'outcome_time',
  ]);
  const rows = [...(await readRows(joined, 'train')), ...(await readRows(joined, 'eval'))];
  // At 08:00 the flights of 06:00 (known 07:30) and 06:30 (known exactly at 08:00) count; that of 07:00 is in the air.
  expect(rows[0]).toMatchObject({
    origin: 'ABQ',
    from_origin_flights_1h: 2,
    from_origin_mean_delay_1h: 15,
    from_origin_share_late_1h: 0.5,
    everywhere_flights_3h: 2,
    outcome_time: Date.UTC(2001, 0, 1, 9, 30) * 1000,
  });
  expect(rows[1]).toMatchObject({ origin: 'SFO', from_origin_flights_3h: 0, from_origin_mean_delay_3h: null });
  // At 08:30 that of 06:00, known at 07:30, has just left the window of one hour.
  expect(rows[2]).toMatchObject({
    origin: 'SFO',
    from_origin_flights_1h: 1,
    everywhere_flights_1h: 2,
    everywhere_mean_delay_1h: 20,
    everywhere_flights_3h: 3,
  });
});

it('gives the same bytes however the history is parted', async () => {
  const examples = await publish({ all: noon });
  const whole = await join(examples, [await publish({ all: [...morning, ...noon] })]);
  const parted = await join(examples, [
    await publish({ all: morning.slice(0, 1) }),
    await publish({ a: morning.slice(1, 2), b: morning.slice(2) }),
    await publish({ all: noon }),
  ]);
  expect(parted.digest).toBe(whole.digest);
});

it('leaves everything missing in rows without a key, and counts nothing for keys that were never seen', async () => {
  const examples = await publish({ all: [flight('09:00', null, 1), flight('09:00', 'ZRH', 1)] });
  const joined = await join(examples, [await publish({ all: morning })], { views: [fromOrigin] });
  const rows = await readRows(joined);
  expect(rows[0]).toMatchObject({ from_origin_flights_1h: null, from_origin_mean_delay_1h: null });
  expect(rows[1]).toMatchObject({ from_origin_flights_1h: 0, from_origin_mean_delay_1h: null });
});

describeLeaks();
function describeLeaks(): void {
  const leaking: FeatureView = { ...fromOrigin, availableTime: 'date' };

  it('refuses rows that would see their own outcome, with an example row', async () => {
    const examples = await publish({ all: noon });
    const refused = join(examples, [await publish({ all: morning }), examples], { views: [leaking] });
    await expect(refused).rejects.toMatchObject({
      code: 'FEATURE_STORE_SELF_LEAK',
      details: {
        view: 'from_origin',
        row: 0,
        moment: '2001-01-01T08:00:00.000Z',
        availableTime: '2001-01-01T08:00:00.000Z',
        values: { origin: 'ABQ', delay: 5 },
      },
    });
  });

  it('shows what the leak would have brought when the view allows it', async () => {
    const examples = await publish({ all: noon });
    const views = [{ ...leaking, allowOwnEvent: true }];
    const joined = await join(examples, [await publish({ all: morning }), examples], { views });
    const rows = await readRows(joined);
    expect(rows[0]).toMatchObject({ from_origin_flights_1h: 1, from_origin_mean_delay_1h: 5 });
  });

  it('does not take rows for events that the history does not hold', async () => {
    const examples = await publish({ all: noon });
    await join(examples, [await publish({ all: morning })], { views: [leaking] });
  });

  it('finds the leak through a key that asks elsewhere, where both are the same', async () => {
    const view: FeatureView = { ...leaking, joinOn: { origin: 'destination' } };
    const rows = [
      { ...noon[0], destination: 'SFO' },
      { ...noon[1], destination: 'SFO' },
    ];
    const examples = await publish({ all: rows });
    const error = await join(examples, [examples], { views: [view] }).catch((caught: unknown) => caught);
    expect(hasCode(error, 'FEATURE_STORE_SELF_LEAK') && error.details).toMatchObject({ row: 1 });
  });
}

it('refuses columns that clash, columns that are not there, and rows without a moment', async () => {
  const past = await publish({ all: morning });
  const clash = await publish({ all: [{ ...noon[0], from_origin_flights_1h: 3 }] });
  await expect(join(clash, [past])).rejects.toMatchObject({ code: 'FEATURE_STORE_DUPLICATE_FEATURE' });
  const outcome = await publish({ all: [{ ...noon[0], outcome_time: 3 }] });
  await expect(join(outcome, [past])).rejects.toMatchObject({ code: 'FEATURE_STORE_DUPLICATE_FEATURE' });
  const examples = await publish({ all: noon });
  await expect(join(examples, [past], { moment: 'dat' })).rejects.toMatchObject({
    code: 'CORE_UNKNOWN_COLUMN',
    cure: expect.stringContaining('Did you mean "date"?') as string,
  });
  const blank = await publish({ all: [noon[0]!, { ...noon[1], date: null }] });
  await expect(join(blank, [past])).rejects.toMatchObject({
    code: 'FEATURE_STORE_MISSING_MOMENT',
    details: { row: 1, column: 'date' },
  });
});

it('writes empty splits, and large ones as several files in order', async () => {
  const rows = `select (timestamp '2001-01-01' + to_seconds(i::bigint)) as date, i as n, 'ABQ' as origin from range(250000) r(i)`;
  const examples = await context.publish('examples', async (directory) => {
    const splits = { all: rows, none: `select * from (${rows}) where n < 0` };
    await writeExamples({ engine, directory, splits });
  });
  const joined = await join(examples, [await publish({ all: morning })], { outcomeTime: undefined });
  const { splits } = await readPayload(joined);
  expect(splits).toEqual({
    all: { files: ['all-00000.parquet', 'all-00001.parquet'], rowCount: 250_000 },
    none: { files: ['none.parquet'], rowCount: 0 },
  });
  const dataset = await openDataset(joined, { engine, split: 'all' });
  const found = await dataset.read({ columns: ['n', 'everywhere_flights_3h'] });
  const numbers = found.columns['n'] as NumericColumn;
  expect(numbers.values.every((value, row) => value === row)).toBe(true);
  // Flights are known at 07:30, 08:00 and 08:30, and count for three hours.
  const flights = found.columns['everywhere_flights_3h'] as NumericColumn;
  const changes = [...flights.values.keys()].filter(
    (row) => row > 0 && flights.values[row] !== flights.values[row - 1],
  );
  expect(changes).toEqual([27_000, 28_800, 30_600, 37_800, 39_600, 41_400]);
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom, toRows, type Cell, type Engine } from '@millrace/core';
import { openDataset, openEngine } from '@millrace/data';
import { getHistoricalFeatures, listFeatures } from '@millrace/feature-store';
import { joinDataset, prepareHistories } from '../src/point-in-time/join-dataset.ts';
import { bruteForceLatest, bruteForceWindow, type TestEvent } from './brute-force.ts';
import { anyAsk, anyHistory, asDate, rowsOf, second, shopView, windows } from './shop-view.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

it('gives every row what a search through all events gives', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, fc.array(anyAsk, { minLength: 1, maxLength: 25 }), async (history, asks) => {
      const joined = await getHistoricalFeatures({
        entities: asks.map(({ key, moment }, row) => ({ row, shop: key, moment: asDate(moment) })),
        views: [{ ...shopView, joinOn: { key: 'shop' } }],
        history: rowsOf(history),
        engine,
      });
      expect(joined.rowCount).toBe(asks.length);
      toRows(joined).forEach((row, index) => {
        const ask = asks[index]!;
        expect(row['row']).toBe(index);
        for (const { name, value, window } of listFeatures(shopView)) {
          const { aggregate } = shopView.values[value]!;
          const of = /label|distinct/i.test(value) ? 'label' : 'amount';
          const expected =
            aggregate === 'latest'
              ? bruteForceLatest(history, ask, { of, ttl: 3 * second })
              : bruteForceWindow(history, ask, { aggregate, window: windows[window as '1s'], of });
          if (typeof expected === 'number' && ['sum', 'mean', 'standardDeviation'].includes(aggregate)) {
            const error = Math.abs((row[name] as number) - expected);
            expect(error, name).toBeLessThanOrEqual(1e-12 * sizeOf(history, aggregate));
          } else expect(withoutSignOfZero(row[name]), name).toEqual(withoutSignOfZero(expected));
        }
      });
    }),
    { numRuns: 100 },
  );
});

it('does not care how the history is parted', async () => {
  const history = fc.array(anyHistory, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(history, fc.array(anyAsk, { minLength: 1, maxLength: 10 }), async (parts, asks) => {
      const features = listFeatures(shopView);
      const asking = await openDataset(
        asks.map(({ key, moment }) => ({ key, moment: asDate(moment) })),
        { engine },
      );
      const joinWith = async (tables: readonly (readonly TestEvent[])[]): Promise<unknown> => {
        const datasets = await Promise.all(tables.map((events) => openDataset(rowsOf(events), { engine })));
        const prepared = await prepareHistories([{ views: [shopView], datasets }], features);
        const joined = await joinDataset(asking, prepared, { features, moment: 'moment' });
        for (const dataset of datasets) await dataset[Symbol.asyncDispose]();
        return joined.compute({ from: 0, to: joined.rowCount });
      };
      expect(await joinWith(parts)).toEqual(await joinWith([parts.flat()]));
      await asking[Symbol.asyncDispose]();
    }),
    { numRuns: 40 },
  );
});

it('gives the same on one thread and on two, with texts and missing keys', async () => {
  const rowCount = 25_000;
  const random = createRandom(3);
  const pick = <TValue>(values: readonly TValue[]): TValue => values[Math.floor(random.next() * values.length)]!;
  const moments = Array.from({ length: rowCount }, () => asDate(Math.floor(random.next() * 10_000) * second));
  const entities = { key: moments.map(() => pick(['a', 'b', 'never', null])), moment: moments };
  const history: TestEvent[] = Array.from({ length: rowCount }, (_, row) => ({
    key: pick(['a', 'b', null]),
    amount: pick([1, 2.5, null]),
    label: pick(['x', 'y', null]),
    time: row * second,
    known: row * second + pick([0, 5, 60]) * second,
  }));
  const views = ['one', 'two', 'three'].map((name) => ({ ...shopView, name }));
  // As text: comparing millions of numbers one by one takes longer than computing them.
  const join = async (concurrency: number): Promise<Record<string, string>> => {
    const options = { entities, views, history: rowsOf(history), moment: 'moment', engine, concurrency };
    const { columns } = await getHistoricalFeatures(options);
    return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, JSON.stringify(column)]));
  };
  const joined = await join(2);
  expect(joined).toEqual(await join(1));
  expect(joined['one_lastLabel_1s']).toEqual(joined['three_lastLabel_1s']);
}, 120_000);

/** What rounding errors are relative to: the sum of the sizes of all values. */
function sizeOf(events: readonly TestEvent[], aggregate: string): number {
  const size = events.reduce((sum, { amount }) => sum + Math.abs(amount ?? 0), 0);
  return aggregate === 'standardDeviation' ? 1e4 * size : size;
}

function withoutSignOfZero(cell: Cell | undefined): Cell | undefined {
  return cell === 0 ? 0 : cell;
}

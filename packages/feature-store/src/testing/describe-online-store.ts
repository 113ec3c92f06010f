import assert from 'node:assert/strict';
import type { OnlineStore } from '@millrace/core';

/** The two functions of a test runner that a conformance suite needs: those of vitest, Jest or node:test. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** A store of the kind under test over one place. */
export interface OnlineStorePlace {
  /** Opens the place; twice gives two stores over the same rows, as two processes would have. */
  readonly open: () => OnlineStore;
  readonly remove: () => Promise<void>;
}

/** What every online store promises, as tests. `create` gives a fresh, empty place for each. */
export function describeOnlineStore(
  name: string,
  create: () => Promise<OnlineStorePlace>,
  { describe, it }: TestRunner,
): void {
  const check = (promise: string, body: (store: OnlineStore, place: OnlineStorePlace) => Promise<void>): void => {
    it(promise, async () => {
      const place = await create();
      const store = place.open();
      try {
        await body(store, place);
      } finally {
        await store[Symbol.asyncDispose]();
        await place.remove();
      }
    });
  };
  const abq = { origin: 'ABQ' };
  describe(name, () => {
    check('gives back what was written, one answer a key, in order', async (store) => {
      await store.write('view', [
        { key: abq, eventTime: 5, values: { flights: 3, delay: 1.5 } },
        { key: { origin: 'SFO' }, eventTime: 5, values: { flights: 0, delay: null } },
      ]);
      assert.deepEqual(await store.read('view', [{ origin: 'SFO' }, { origin: 'ZRH' }, abq, abq]), [
        { eventTime: 5, values: { flights: 0, delay: null } },
        undefined,
        { eventTime: 5, values: { flights: 3, delay: 1.5 } },
        { eventTime: 5, values: { flights: 3, delay: 1.5 } },
      ]);
      assert.deepEqual(await store.read('view', []), []);
    });
    check('keeps every kind of cell, and the order of names', async (store) => {
      const values = {
        text: 'Zürich "x" ,\n',
        empty: '',
        yes: true,
        no: false,
        tiny: 5e-324,
        large: -1.7976931348623157e308,
        third: 1 / 3,
        endless: Infinity,
        below: -Infinity,
        minusZero: -0,
        whole: 9007199254740991,
        nothing: null,
        list: [1, 2.5, -Infinity, null],
        words: ['a', 'b'],
      };
      await store.write('view', [{ key: abq, eventTime: 992_865_600_000_000, values }]);
      const [row] = await store.read('view', [abq]);
      assert.deepEqual(row, { eventTime: 992_865_600_000_000, values });
      assert.deepEqual(Object.keys(row!.values), Object.keys(values));
    });
    check('ignores what is older than what is stored, and takes what is as old', async (store) => {
      await store.write('view', [{ key: abq, eventTime: 5, values: { flights: 5 } }]);
      await store.write('view', [{ key: abq, eventTime: 4, values: { flights: 4 } }]);
      assert.deepEqual(await store.read('view', [abq]), [{ eventTime: 5, values: { flights: 5 } }]);
      await store.write('view', [{ key: abq, eventTime: 5, values: { flights: 6, other: 1 } }]);
      assert.deepEqual(await store.read('view', [abq]), [{ eventTime: 5, values: { flights: 6, other: 1 } }]);
      await store.write('view', [{ key: abq, eventTime: 7, values: { other: 2 } }]);
      assert.deepEqual(await store.read('view', [abq]), [{ eventTime: 7, values: { other: 2 } }]);
    });
    check('keeps the newest of one batch', async (store) => {
      const rows = [3, 9, 4].map((eventTime) => ({ key: abq, eventTime, values: { eventTime } }));
      await store.write('view', rows);
      assert.deepEqual(await store.read('view', [abq]), [{ eventTime: 9, values: { eventTime: 9 } }]);
    });
    check('tells keys apart by value, type and part, whatever the order of the parts', async (store) => {
      const keys = [
        { a: 1, b: 12 },
        { a: 11, b: 2 },
        { a: '1', b: 12 },
        { a: '1,12', b: 2 },
        { a: 'x","b","y', b: 'z' },
        { a: 'x', b: 'y","z' },
        { a: 1 },
        {},
      ];
      await store.write(
        'view',
        keys.map((key, index) => ({ key, eventTime: 1, values: { index } })),
      );
      const rows = await store.read('view', keys);
      assert.deepEqual(
        rows.map((row) => row?.values['index']),
        keys.map((_, index) => index),
      );
      assert.equal((await store.read('view', [{ b: 12, a: 1 }]))[0]?.values['index'], 0);
    });
    check('keeps views apart', async (store) => {
      await store.write('one', [{ key: abq, eventTime: 1, values: { x: 1 } }]);
      await store.write('two', [{ key: abq, eventTime: 1, values: { x: 2 } }]);
      await store.setWatermark('one', 7);
      assert.equal((await store.read('one', [abq]))[0]?.values['x'], 1);
      assert.deepEqual(await store.read('three', [abq]), [undefined]);
      assert.equal(await store.getWatermark('two'), undefined);
    });
    check('remembers watermarks, which never go back', async (store) => {
      assert.equal(await store.getWatermark('view'), undefined);
      await store.setWatermark('view', 992_865_600_000_001);
      await store.setWatermark('view', 5);
      assert.equal(await store.getWatermark('view'), 992_865_600_000_001);
    });
    check('shows one store what another has written', async (store, place) => {
      const other = place.open();
      try {
        assert.deepEqual(await other.read('view', [abq]), [undefined]);
        await store.write('view', [{ key: abq, eventTime: 1, values: { x: 1 } }]);
        await store.setWatermark('view', 1);
        assert.deepEqual(await other.read('view', [abq]), [{ eventTime: 1, values: { x: 1 } }]);
        assert.equal(await other.getWatermark('view'), 1);
        await other.write('view', [{ key: abq, eventTime: 2, values: { y: 2 } }]);
        assert.deepEqual(await store.read('view', [abq]), [{ eventTime: 2, values: { y: 2 } }]);
      } finally {
        await other[Symbol.asyncDispose]();
      }
    });
    check('takes interleaved writers and more rows than fit into one batch', async (store, place) => {
      const other = place.open();
      const rows = (eventTime: number): { key: { n: number }; eventTime: number; values: { t: number } }[] =>
        Array.from({ length: 2500 }, (_, n) => ({ key: { n }, eventTime, values: { t: eventTime } }));
      try {
        await Promise.all([store.write('view', rows(1)), other.write('view', rows(2)), store.write('view', rows(0))]);
        const found = await store.read(
          'view',
          rows(0).map(({ key }) => key),
        );
        assert.ok(found.every((row) => row?.eventTime === 2 && row.values['t'] === 2));
      } finally {
        await other[Symbol.asyncDispose]();
      }
    });
  });
}

import fc from 'fast-check';

const nullable = <TValue>(value: fc.Arbitrary<TValue>): fc.Arbitrary<TValue | null> =>
  fc.option(value, { nil: null, freq: 6 });

const columns: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  float: fc.oneof(fc.double(), fc.constantFrom(0.5, NaN, Infinity, -Infinity)),
  integer: fc.integer(),
  flag: fc.boolean(),
  digit: fc.constantFrom(0, 1),
  word: fc.constantFrom('true', 'false', '1', '0', 'SET', ''),
  code: fc.oneof(fc.integer().map(String), fc.constantFrom('007', '+1')),
  text: fc.string({ unit: 'binary', maxLength: 3 }),
  time: fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') }),
  list: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
  pair: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b')),
};

/** Tables of up to 12 rows with some of these columns, each required or with missing values, now and then of another type. */
export const tables: fc.Arbitrary<Readonly<Record<string, unknown>>[]> = fc
  .record({
    names: fc.subarray(Object.keys(columns), { minLength: 1 }),
    swapped: fc.option(fc.constantFrom(...Object.keys(columns)), { nil: undefined, freq: 4 }),
    required: fc.subarray(Object.keys(columns)),
  })
  .chain(({ names, swapped, required }) =>
    fc.array(
      fc.record(
        Object.fromEntries(
          names.map((name, i) => {
            const values = columns[i === 0 && swapped !== undefined ? swapped : name]!;
            return [name, required.includes(name) ? values : nullable(values)];
          }),
        ),
      ),
      { minLength: 1, maxLength: 12 },
    ),
  );

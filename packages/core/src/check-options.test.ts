import { expect, it } from 'vitest';
import { checkOptions } from './check-options.ts';

interface ReadOptions {
  readonly limit?: number | undefined;
  readonly columns?: readonly string[] | undefined;
}

const check = (options: unknown): void =>
  checkOptions<ReadOptions>(options as ReadOptions, 'read', { limit: true, columns: true });

it('passes known options, given or not', () => {
  expect(() => {
    check({});
    check({ limit: 1, columns: undefined });
  }).not.toThrow();
});

it('names the nearest known option', () => {
  expect(() => check({ limit: 1, colums: ['a'] })).toThrow(
    expect.objectContaining({
      code: 'CORE_UNKNOWN_OPTION',
      message: '`read` has no option `colums`.',
      cure: 'Did you mean "columns"? Known: "columns", "limit".',
      details: { caller: 'read', option: 'colums', known: ['limit', 'columns'] },
    }),
  );
});

it('does not take names of every object for options', () => {
  expect(() => check({ toString: 1 })).toThrow(expect.objectContaining({ code: 'CORE_UNKNOWN_OPTION' }));
});

it.each([
  [null, 'null'],
  ['fast', '"fast"'],
  [10, '10'],
  [['a'], 'an array'],
  [() => 1, 'a function'],
])('refuses %s as options', (received, words) => {
  expect(() => check(received)).toThrow(
    expect.objectContaining({
      code: 'CORE_NOT_OPTIONS',
      message: `\`read\` takes its options as one object, not ${words}.`,
    }),
  );
});

it('holds the list of names and the type equal at compile time', () => {
  const options: ReadOptions = {};
  // @ts-expect-error columns is not in the list
  checkOptions(options, 'read', { limit: true });
  // @ts-expect-error offset is no option
  checkOptions(options, 'read', { limit: true, columns: true, offset: true });
});

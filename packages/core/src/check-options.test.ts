import { expect, it } from 'vitest';
import { checkOptions } from './check-options.ts';
import { optionForms, requiredOption } from './option-forms.ts';

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

interface LearnOptions {
  readonly label: string;
  readonly seed?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const learn = (options: unknown): void =>
  checkOptions<LearnOptions>(options as LearnOptions, 'learn', {
    label: requiredOption(optionForms.text),
    seed: optionForms.wholeNumber,
    signal: optionForms.signal,
  });

it('asks for what cannot be left out', () => {
  expect(() => learn({ label: 'late', seed: undefined, signal: new AbortController().signal })).not.toThrow();
  expect(() => learn({ seed: 3 })).toThrow(
    expect.objectContaining({
      code: 'CORE_MISSING_OPTION',
      message: '`learn` is called without the option `label`.',
      cure: 'Give `label`: a text that is not empty.',
    }),
  );
});

it.each([
  [{ label: 3 }, 'The option `label` of `learn` is 3.', 'Give a text that is not empty.'],
  [{ label: null }, 'The option `label` of `learn` is null.', 'Give a text that is not empty.'],
  [{ label: 'late', seed: '7' }, 'The option `seed` of `learn` is "7".', 'Give a whole number.'],
  [{ label: 'late', seed: NaN }, 'The option `seed` of `learn` is NaN.', 'Give a whole number.'],
  [
    { label: 'late', signal: new AbortController() },
    'The option `signal` of `learn` is {}.',
    'Give the `signal` of an AbortController.',
  ],
])('refuses a value of another form: %j', (options, message, cure) => {
  expect(() => learn(options)).toThrow(expect.objectContaining({ code: 'CORE_INVALID_OPTION', message, cure }));
});

import { expect, it } from 'vitest';
import { MillraceError, hasCode, isMillraceError } from './millrace-error.ts';

const error = new MillraceError({
  code: 'CORE_TEST',
  message: 'It is 3.',
  cure: 'Make it 2.',
  details: { value: 3 },
  retryable: true,
});

it('is recognised by its code, not by its class', () => {
  expect(hasCode(error, 'CORE_TEST')).toBe(true);
  expect(hasCode(error, 'CORE_OTHER')).toBe(false);
  expect(hasCode(new Error('CORE_TEST'), 'CORE_TEST')).toBe(false);
});

it('recognises an error of a second copy of the package', () => {
  const foreign = Object.assign(new Error('x'), { code: 'CORE_TEST', [Symbol.for('@millrace/error')]: true });
  expect(isMillraceError(foreign)).toBe(true);
});

it('keeps code, message, cure, details and retryable through JSON', () => {
  const copy = MillraceError.fromJSON(JSON.parse(JSON.stringify(error)) as ReturnType<typeof error.toJSON>);
  expect(copy.toJSON()).toEqual(error.toJSON());
});

it('keeps its cause', () => {
  const cause = new Error('why');
  expect(new MillraceError({ code: 'X', message: 'm', cure: 'c', cause }).cause).toBe(cause);
});

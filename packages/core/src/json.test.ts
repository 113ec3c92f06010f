import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, roundSignificant } from './json.ts';
import { hasCode } from './millrace-error.ts';

it('gives one text for one value, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(
        JSON.parse(JSON.stringify(value, (_, item: unknown) => (Object.is(item, -0) ? 0 : item))),
      );
    }),
  );
});

it('keeps a key named __proto__', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
});

it('leaves undefined and functions out', () => {
  expect(canonicalJson({ b: undefined, a: 1, fit: () => 1 })).toBe('{"a":1}');
});

it('names the path of a number that JSON cannot hold', () => {
  let error: unknown;
  try {
    canonicalJson({ metrics: [{ auc: Number.NaN }] });
  } catch (caught) {
    error = caught;
  }
  expect(hasCode(error, 'CORE_NOT_JSON') && error.message).toBe('The value NaN at $.metrics[0].auc has no JSON form.');
});

it('rounds to 12 significant digits, so that sums in another order agree', () => {
  expect(roundSignificant(0.1 + 0.2)).toBe(0.3);
  expect(roundSignificant(1234567890.123456)).toBe(1234567890.12);
  expect(roundSignificant(Infinity)).toBe(Infinity);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatVocabulary, parseVocabulary } from './vocabulary-lines.ts';

it('writes one entry a line and escapes what would break a line', () => {
  expect(formatVocabulary(['ABQ', '', 'a\nb', 'c\\n', '\r'])).toBe('ABQ\n\na\\nb\nc\\\\n\n\\r\n');
});

it('reads back any entries', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (entries) => {
      expect(parseVocabulary(formatVocabulary(entries), 'v.txt')).toEqual(entries);
    }),
  );
});

it.each([
  ['ABQ', 'Line 1 of v.txt is not a vocabulary entry: it does not end with a line feed.'],
  ['ABQ\nx\\t\n', 'Line 2 of v.txt is not a vocabulary entry: "\\t" is not an escape.'],
  ['ABQ\nx\\\n', 'Line 2 of v.txt is not a vocabulary entry: "\\" is not an escape.'],
  ['ABQ\r\n', 'Line 1 of v.txt is not a vocabulary entry: it holds a carriage return.'],
])('refuses %j', (content, message) => {
  expect(() => parseVocabulary(content, 'v.txt')).toThrow(message);
});

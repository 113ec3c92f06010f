import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashText, md5 } from './md5.ts';

const unicode = fc.string({ unit: 'binary', maxLength: 150 });

it.each([
  // The test suite of RFC 1321, appendix A.5.
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
])('digests %j', (text, digest) => {
  expect(md5(text)).toBe(digest);
});

it('digests the UTF-8 of any text as the standard library does', () => {
  fc.assert(
    fc.property(unicode, (text) => {
      expect(md5(text)).toBe(createHash('md5').update(text, 'utf8').digest('hex'));
    }),
    { numRuns: 500 },
  );
});

it('takes a lone surrogate for U+FFFD', () => {
  expect(md5('a\ud800b')).toBe(md5('a\ufffdb'));
  expect(md5('a\udc00')).toBe(md5('a\ufffd'));
});

it('hashes to the first 60 bits modulo the buckets', () => {
  fc.assert(
    fc.property(unicode, fc.integer({ min: 1, max: 16_777_216 }), (text, buckets) => {
      const bits = BigInt(`0x${createHash('md5').update(text, 'utf8').digest('hex').slice(0, 15)}`);
      expect(hashText(text, buckets)).toBe(Number(bits % BigInt(buckets)));
    }),
    { numRuns: 500 },
  );
});

// Reading BigInt64Array elements makes a BigInt each; two 32-bit words a row are read without boxing anything.

const high = 4294967296;
/** DuckDB's 'infinity' and '-infinity' of timestamps. */
const forever = 9.2e18;

/** Signed 64-bit integers as doubles; exact within ±2^53. Returns the first row beyond that, or -1. */
export function readInt64(words: Int32Array, into: Float64Array, at: number): number {
  let bad = -1;
  for (let row = 0, word = 0; word < words.length; row++, word += 2) {
    const value = words[word + 1]! * high + (words[word]! >>> 0);
    if ((value > 9007199254740991 || value < -9007199254740991) && bad < 0) bad = row;
    into[at + row] = value;
  }
  return bad;
}

/** Unsigned 64-bit integers as doubles; exact up to 2^53. Returns the first row beyond that, or -1. */
export function readUint64(words: Int32Array, into: Float64Array, at: number): number {
  let bad = -1;
  for (let row = 0, word = 0; word < words.length; row++, word += 2) {
    const value = (words[word + 1]! >>> 0) * high + (words[word]! >>> 0);
    if (value > 9007199254740991 && bad < 0) bad = row;
    into[at + row] = value;
  }
  return bad;
}

/** 128-bit integers as the nearest doubles. */
export function readInt128(
  words: Int32Array,
  into: Float64Array,
  { at, isSigned }: { at: number; isSigned: boolean },
): void {
  for (let row = 0, word = 0; word < words.length; row++, word += 4) {
    const [a, b, c, d] = [words[word]! >>> 0, words[word + 1]!, words[word + 2]!, words[word + 3]!];
    // The upper half repeats the sign and the lower half fits a double: nearly always, and without BigInt.
    const isSmall = b >= -0x200000 && b < 0x200000 && c === d && c === b >> 31 && (isSigned || b >= 0);
    into[at + row] = isSmall ? b * high + a : readWide([a, b, c, d], isSigned);
  }
}

function readWide(words: readonly [number, number, number, number], isSigned: boolean): number {
  const whole = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
  return Number(isSigned ? BigInt.asIntN(128, whole) : whole);
}

/** Times in 64-bit counts as microseconds: `factor` microseconds a count. Infinite times are ±Infinity. */
export function readTime(words: Int32Array, into: Float64Array, { at, factor }: { at: number; factor: number }): void {
  for (let row = 0, word = 0; word < words.length; row++, word += 2) {
    const count = words[word + 1]! * high + (words[word]! >>> 0);
    if (count > forever) into[at + row] = Infinity;
    else if (count < -forever) into[at + row] = -Infinity;
    else into[at + row] = factor < 1 ? Math.floor(count * factor) : count * factor;
  }
}

/** Days since 1970 as microseconds. */
export function readDays(days: Int32Array, into: Float64Array, at: number): void {
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!;
    into[at + row] = day === 2147483647 ? Infinity : day === -2147483647 ? -Infinity : day * 86400000000;
  }
}

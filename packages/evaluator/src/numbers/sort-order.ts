const radixFrom = 1500;

/** Positions of `values` in ascending order; equal values keep their order. No NaN. */
export function sortOrder(values: Float64Array): Int32Array {
  return sortStably(identity(values.length), values);
}

/** Positions in ascending order of the first key, equal ones by the second, and so on. No NaN. */
export function sortOrderBy(keys: readonly Float64Array[]): Int32Array {
  let order = identity(keys[0]!.length);
  for (const key of [...keys].reverse()) order = sortStably(order, key);
  return order;
}

function identity(length: number): Int32Array<ArrayBuffer> {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  return order;
}

function isAscending(order: Int32Array, values: Float64Array): boolean {
  for (let i = 1; i < order.length; i++) if (values[order[i - 1]!]! > values[order[i]!]!) return false;
  return true;
}

function sortStably(order: Int32Array<ArrayBuffer>, values: Float64Array): Int32Array<ArrayBuffer> {
  if (isAscending(order, values)) return order;
  if (order.length < radixFrom) {
    const ranks = new Int32Array(order.length);
    for (let i = 0; i < order.length; i++) ranks[order[i]!] = i;
    return order.slice().sort((a, b) => values[a]! - values[b]! || ranks[a]! - ranks[b]!);
  }
  return radixSort(order, values);
}

/** Least significant digit first, 11 bits a pass, over the bits of the numbers turned so that they order as unsigned integers. */
function radixSort(order: Int32Array<ArrayBuffer>, values: Float64Array): Int32Array<ArrayBuffer> {
  const { low, high } = orderedBits(values);
  const counts = new Int32Array(2048);
  let from = order.slice();
  let to = new Int32Array(order.length);
  for (let pass = 0; pass < 6; pass++) {
    // 3 digits of 11 bits cover a word of 32: the third holds its upper 10.
    const word = pass < 3 ? low : high;
    const shift = (pass % 3) * 11;
    counts.fill(0);
    for (let i = 0; i < word.length; i++) counts[(word[i]! >>> shift) & 2047]!++;
    if (counts[(word[0]! >>> shift) & 2047] === word.length) continue;
    let start = 0;
    for (let digit = 0; digit < 2048; digit++) {
      const count = counts[digit]!;
      counts[digit] = start;
      start += count;
    }
    for (let i = 0; i < from.length; i++) {
      const position = from[i]!;
      to[counts[(word[position]! >>> shift) & 2047]!++] = position;
    }
    [from, to] = [to, from];
  }
  return from;
}

function orderedBits(values: Float64Array): { readonly low: Uint32Array; readonly high: Uint32Array } {
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  const lowWord = isLittleEndian ? 0 : 1;
  for (let i = 0; i < values.length; i++) {
    // Adding zero makes -0 equal to 0, as it compares.
    float[0] = values[i]! + 0;
    const upper = words[1 - lowWord]!;
    const isNegative = upper >>> 31 === 1;
    high[i] = isNegative ? ~upper : upper ^ 0x80000000;
    low[i] = isNegative ? ~words[lowWord]! : words[lowWord]!;
  }
  return { low, high };
}

/** 1 where the next value of the sorted list is another one, and at its end: the last row of each group of ties. */
export function markTieEnds(values: Float64Array, order: Int32Array): Uint8Array {
  const ends = new Uint8Array(order.length);
  for (let i = 0; i < order.length; i++) {
    ends[i] = i + 1 === order.length || values[order[i]!] !== values[order[i + 1]!] ? 1 : 0;
  }
  return ends;
}

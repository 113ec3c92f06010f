/** Numbers of many batches, gathered in one typed array. */
export interface NumberList<TArray> {
  /** Room for `count` more numbers, to be filled at once. */
  extend(count: number): TArray;
  /** The numbers so far. */
  finish(): TArray;
}

/** `capacity`: how many numbers are expected; more are taken too. */
export function createFloatList(capacity: number): NumberList<Float64Array> {
  return createList(Float64Array, capacity);
}

/** `capacity`: how many numbers are expected; more are taken too. */
export function createIntList(capacity: number): NumberList<Int32Array> {
  return createList(Int32Array, capacity);
}

function createList<TArray extends Float64Array | Int32Array>(
  ArrayClass: new (length: number) => TArray,
  capacity: number,
): NumberList<TArray> {
  let held = new ArrayClass(capacity);
  let length = 0;
  return {
    extend(count) {
      if (length + count > held.length) {
        const grown = new ArrayClass(Math.max(held.length * 2, length + count));
        grown.set(held.subarray(0, length));
        held = grown;
      }
      length += count;
      return held.subarray(length - count, length) as TArray;
    },
    finish() {
      if (held.length > length) held = held.slice(0, length) as TArray;
      return held;
    },
  };
}

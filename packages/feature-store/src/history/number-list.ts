/** Numbers of many batches, gathered in one typed array on shared memory: other threads can read it. */
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
  ArrayClass: { new (memory: SharedArrayBuffer): TArray; readonly BYTES_PER_ELEMENT: number },
  capacity: number,
): NumberList<TArray> {
  const allocate = (length: number): TArray =>
    new ArrayClass(new SharedArrayBuffer(length * ArrayClass.BYTES_PER_ELEMENT));
  let held = allocate(capacity);
  let length = 0;
  return {
    extend(count) {
      if (length + count > held.length) {
        const grown = allocate(Math.max(held.length * 2, length + count));
        grown.set(held.subarray(0, length));
        held = grown;
      }
      length += count;
      return held.subarray(length - count, length) as TArray;
    },
    finish: () => held.subarray(0, length) as TArray,
  };
}

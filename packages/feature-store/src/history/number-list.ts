/** Numbers of many batches, gathered in one typed array. */
export interface NumberList<TArray> {
  append(values: TArray): void;
  /** The numbers so far, without a copy when called again. */
  finish(): TArray;
}

const firstCapacity = 4096;

export function createFloatList(): NumberList<Float64Array> {
  return createList(Float64Array);
}

export function createIntList(): NumberList<Int32Array> {
  return createList(Int32Array);
}

function createList<TArray extends Float64Array | Int32Array>(
  ArrayClass: new (length: number) => TArray,
): NumberList<TArray> {
  let held = new ArrayClass(firstCapacity);
  let length = 0;
  return {
    append(values) {
      if (length + values.length > held.length) {
        const grown = new ArrayClass(Math.max(held.length * 2, length + values.length));
        grown.set(held.subarray(0, length));
        held = grown;
      }
      held.set(values, length);
      length += values.length;
    },
    finish() {
      if (held.length !== length) held = held.slice(0, length) as TArray;
      return held;
    },
  };
}

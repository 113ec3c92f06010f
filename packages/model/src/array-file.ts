import type { NumericArray } from '@millrace/core';
import { flavourFileInvalid } from './errors.ts';

const arrayClasses = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const;
export type StoredArrayType = keyof typeof arrayClasses;

/** One array inside a binary file. */
export interface ArrayLayout {
  readonly name: string;
  readonly type: StoredArrayType;
  /** First byte; a multiple of 8. */
  readonly offset: number;
  /** Number of elements. */
  readonly length: number;
}

export interface NamedArray {
  readonly name: string;
  readonly values: NumericArray;
}

export interface ArraysToDecode<TTypes extends Readonly<Record<string, StoredArrayType>>> {
  /** Name for messages. */
  readonly file: string;
  readonly bytes: Uint8Array | undefined;
  readonly layout: readonly ArrayLayout[];
  /** The arrays that must be there, and their types. */
  readonly types: TTypes;
}

/** Typed arrays one after another in one file, each aligned to 8 bytes, little-endian. */
export function encodeArrays(arrays: readonly NamedArray[]): { layout: readonly ArrayLayout[]; bytes: Uint8Array } {
  let size = 0;
  const layout = arrays.map(({ name, values }) => {
    const offset = size;
    size += Math.ceil(values.byteLength / 8) * 8;
    return { name, type: typeOf(values), offset, length: values.length };
  });
  const bytes = new Uint8Array(size);
  arrays.forEach(({ values }, index) => {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), layout[index]!.offset);
  });
  return { layout, bytes };
}

/** Reads what `encodeArrays` wrote. Throws `MODEL_FLAVOUR_FILE_INVALID` when an array is missing or out of bounds. */
export function decodeArrays<TTypes extends Readonly<Record<string, StoredArrayType>>>({
  file,
  bytes,
  layout,
  types,
}: ArraysToDecode<TTypes>): { [TName in keyof TTypes]: InstanceType<(typeof arrayClasses)[TTypes[TName]]> } {
  if (bytes === undefined) throw flavourFileInvalid({ file, reason: 'it is missing' });
  // A copy of its own: bytes from a pool or from the network need not be aligned, and `slice` of a Buffer copies nothing.
  const { buffer } = new Uint8Array(bytes);
  const decoded: Record<string, NumericArray> = {};
  for (const [name, type] of Object.entries(types)) {
    const entry = layout.find((candidate) => candidate.name === name);
    if (entry?.type !== type) throw flavourFileInvalid({ file, reason: `it has no ${type} array "${name}"` });
    const { offset, length } = entry;
    const ArrayClass = arrayClasses[type];
    const isWhole = Number.isInteger(offset) && Number.isInteger(length) && offset >= 0 && length >= 0;
    if (!isWhole || offset % 8 !== 0 || offset + length * ArrayClass.BYTES_PER_ELEMENT > buffer.byteLength)
      throw flavourFileInvalid({ file, reason: `the array "${name}" lies outside its ${buffer.byteLength} bytes` });
    decoded[name] = new ArrayClass(buffer, offset, length);
  }
  return decoded as { [TName in keyof TTypes]: InstanceType<(typeof arrayClasses)[TTypes[TName]]> };
}

function typeOf(values: NumericArray): StoredArrayType {
  for (const [type, ArrayClass] of Object.entries(arrayClasses))
    if (values instanceof ArrayClass) return type as StoredArrayType;
  throw flavourFileInvalid({ file: 'an array', reason: `a ${values.constructor.name} cannot be stored` });
}

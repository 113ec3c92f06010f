import type { MapperNode } from '../graph/fitted-graph.ts';
import { hashText } from '../text/md5.ts';
import { toWellFormed } from '../text/well-formed.ts';
import type { Binding } from './bind-node.ts';
import type { TextVector, Vector } from './vector.ts';

/** Separates the operands of a cross; a unit separator does not occur in ordinary text. */
const unitSeparator = '\u001f';

/** Texts and numbers to codes. The last code of a categorical says missing. */
export function bindCategory(node: MapperNode, binding: Binding): (() => void) | undefined {
  switch (node.op) {
    case 'lookup':
      return bindLookup(node.settings.oovBuckets, binding);
    case 'bucketize':
      return bindBucketize(Float64Array.from(node.settings.boundaries), binding);
    case 'hashBuckets':
      return bindHash(binding, node.settings.buckets);
    case 'cross':
      return bindCross(binding, node.settings.buckets);
    case 'isCategory': {
      const codes = binding.inputs[0] as Int32Array;
      const out = binding.out as Float64Array;
      const { code } = node.settings;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = codes[i] === code ? 1 : 0;
      };
    }
    case 'asText': {
      const numbers = binding.inputs[0] as Float64Array;
      const out = binding.out as TextVector;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Number.isSafeInteger(numbers[i]) ? String(numbers[i]) : null;
      };
    }
    default:
      return undefined;
  }
}

function bindLookup(oovBuckets: number, { inputs, out: target, codes }: Binding): () => void {
  const texts = inputs[0] as TextVector;
  const out = target as Int32Array;
  const known = codes!;
  const { size } = known;
  const missingCode = size + oovBuckets;
  return () => {
    for (let i = 0; i < out.length; i++) {
      const text = texts[i]!;
      if (text === null) {
        out[i] = missingCode;
        continue;
      }
      const code = known.get(text);
      out[i] = code ?? codeOfUnknown(text);
    }
  };

  function codeOfUnknown(text: string): number {
    const code = known.get(toWellFormed(text));
    if (code !== undefined) return code;
    return oovBuckets === 1 ? size : oovBuckets === 0 ? missingCode : size + hashText(text, oovBuckets);
  }
}

function bindBucketize(boundaries: Float64Array, { inputs, out: target }: Binding): () => void {
  const values = inputs[0] as Float64Array;
  const out = target as Int32Array;
  const missingCode = boundaries.length + 1;
  return () => {
    for (let i = 0; i < out.length; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) {
        out[i] = missingCode;
        continue;
      }
      let low = 0;
      let high = boundaries.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (boundaries[middle]! <= value) low = middle + 1;
        else high = middle;
      }
      out[i] = low;
    }
  };
}

function bindHash({ inputs, out: target }: Binding, buckets: number): () => void {
  const texts = inputs[0] as TextVector;
  const out = target as Int32Array;
  return () => {
    // Columns repeat their texts; a single row would only fill a map for nothing.
    const seen = out.length > 1 ? new Map<string, number>() : undefined;
    for (let i = 0; i < out.length; i++) {
      const text = texts[i]!;
      if (text === null) {
        out[i] = buckets;
        continue;
      }
      let code = seen?.get(text);
      if (code === undefined) {
        code = hashText(text, buckets);
        seen?.set(text, code);
      }
      out[i] = code;
    }
  };
}

function bindCross(binding: Binding, buckets: number): () => void {
  const { inputs, inputCategories, out } = binding;
  const joined: TextVector = new Array<string | null>(out.length).fill(null);
  const hash = bindHash({ ...binding, inputs: [joined] }, buckets);
  const parts = inputs.map((values, index) => partReader(values, inputCategories[index]!));
  return () => {
    for (let i = 0; i < joined.length; i++) {
      let text = parts[0]!(i);
      for (let part = 1; part < parts.length && text !== null; part++) {
        const next = parts[part]!(i);
        text = next === null ? null : `${text}${unitSeparator}${next}`;
      }
      joined[i] = text;
    }
    hash();
  };
}

function partReader(values: Vector, categories: number): (row: number) => string | null {
  if (Array.isArray(values)) return (row) => values[row]!;
  const missingCode = categories - 1;
  return (row) => (values[row] === missingCode ? null : String(values[row]));
}

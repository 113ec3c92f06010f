import type { MapperNode } from '../graph/fitted-graph.ts';
import type { Binding } from './bind-node.ts';
import type { TextVector } from './vector.ts';

const missing = Number.NaN;

/** Comparisons and boolean logic: 0, 1, or NaN for missing. Comparisons with NaN are false, hence the second test. */
export function bindLogic(node: MapperNode, binding: Binding): (() => void) | undefined {
  const [a, b] = binding.inputs as readonly [Float64Array, Float64Array];
  const out = binding.out as Float64Array;
  switch (node.op) {
    case 'lessThan':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! < b[i]! ? 1 : a[i]! >= b[i]! ? 0 : missing;
      };
    case 'lessOrEqual':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! <= b[i]! ? 1 : a[i]! > b[i]! ? 0 : missing;
      };
    case 'greaterThan':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! > b[i]! ? 1 : a[i]! <= b[i]! ? 0 : missing;
      };
    case 'greaterOrEqual':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]! >= b[i]! ? 1 : a[i]! < b[i]! ? 0 : missing;
      };
    case 'equals':
      return bindEquals(binding, 1, 0);
    case 'notEquals':
      return bindEquals(binding, 0, 1);
    case 'isIn': {
      const values = new Set(node.settings.values);
      const [texts] = binding.inputs as readonly [TextVector];
      return () => {
        for (let i = 0; i < out.length; i++) {
          const text = texts[i]!;
          out[i] = text === null ? missing : values.has(text) ? 1 : 0;
        }
      };
    }
    case 'and':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i] === 0 || b[i] === 0 ? 0 : a[i]! * b[i]!;
      };
    case 'or':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i] === 1 || b[i] === 1 ? 1 : a[i]! + b[i]!;
      };
    case 'not':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = 1 - a[i]!;
      };
    case 'asNumber':
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = a[i]!;
      };
    default:
      return undefined;
  }
}

function bindEquals({ inputs, out: target }: Binding, whenEqual: number, whenNot: number): () => void {
  const out = target as Float64Array;
  if (Array.isArray(inputs[0])) {
    const [a, b] = inputs as readonly [TextVector, TextVector];
    return () => {
      for (let i = 0; i < out.length; i++) {
        out[i] = a[i] === null || b[i] === null ? missing : a[i] === b[i] ? whenEqual : whenNot;
      }
    };
  }
  const [a, b] = inputs as readonly [Float64Array, Float64Array];
  return () => {
    for (let i = 0; i < out.length; i++) {
      const x = a[i]!;
      const y = b[i]!;
      out[i] = x === y ? whenEqual : Number.isNaN(x) || Number.isNaN(y) ? missing : whenNot;
    }
  };
}

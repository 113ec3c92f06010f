import type { MapperNode } from '../graph/fitted-graph.ts';
import type { Binding } from './bind-node.ts';
import type { TextVector } from './vector.ts';

/** What asks whether a value is there, and what chooses between two values of one type. */
export function bindChoice(node: MapperNode, binding: Binding): (() => void) | undefined {
  const { inputs, out: target } = binding;
  switch (node.op) {
    case 'when': {
      const condition = inputs[0] as Float64Array;
      if (node.type === 'text') {
        const [, a, b] = inputs as readonly [unknown, TextVector, TextVector];
        const out = target as TextVector;
        return () => {
          for (let i = 0; i < out.length; i++) out[i] = condition[i] === 1 ? a[i]! : b[i]!;
        };
      }
      const [, a, b] = inputs as readonly [unknown, Float64Array, Float64Array];
      const out = target as Float64Array;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = condition[i] === 1 ? a[i]! : b[i]!;
      };
    }
    case 'ifMissing': {
      if (node.type === 'text') {
        const [a, b] = inputs as readonly [TextVector, TextVector];
        const out = target as TextVector;
        return () => {
          for (let i = 0; i < out.length; i++) out[i] = a[i] ?? b[i]!;
        };
      }
      const [a, b] = inputs as readonly [Float64Array, Float64Array];
      const out = target as Float64Array;
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(a[i]!) ? b[i]! : a[i]!;
      };
    }
    case 'isMissing':
      return bindIsMissing(binding);
    default:
      return undefined;
  }
}

function bindIsMissing({ inputs, out: target, inputCategories }: Binding): () => void {
  const out = target as Float64Array;
  const [values] = inputs;
  if (Array.isArray(values)) {
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = values[i] === null ? 1 : 0;
    };
  }
  if (values instanceof Int32Array) {
    const missingCode = inputCategories[0]! - 1;
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = values[i] === missingCode ? 1 : 0;
    };
  }
  const numbers = values as Float64Array;
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(numbers[i]!) ? 1 : 0;
  };
}

import type { MapperNode } from '../graph/fitted-graph.ts';
import { bindCategory } from './bind-category.ts';
import { bindChoice } from './bind-choice.ts';
import { bindLogic } from './bind-logic.ts';
import { bindMoment } from './bind-moment.ts';
import { bindNumeric } from './bind-numeric.ts';
import type { TextVector, Vector } from './vector.ts';

/** The vectors that an operation reads and fills, all of one length. */
export interface Binding {
  readonly inputs: readonly Vector[];
  /** Number of codes of each input; 0 for those that are not categorical. */
  readonly inputCategories: readonly number[];
  readonly out: Vector;
  /** Codes by text, for a look-up. */
  readonly codes: ReadonlyMap<string, number> | undefined;
}

/**
 * The loop of an operation over its vectors. One row is evaluated with the same loops over vectors of length one, so that a
 * row and a column cannot differ. Leaves (`column`) are read by the caller.
 */
export function bindNode(node: MapperNode, binding: Binding): () => void {
  return (
    bindNumeric(node, binding) ??
    bindLogic(node, binding) ??
    bindChoice(node, binding) ??
    bindMoment(node, binding) ??
    bindCategory(node, binding) ??
    bindConstant(node, binding.out)
  );
}

function bindConstant(node: MapperNode, out: Vector): () => void {
  if (node.op !== 'constant') return () => undefined;
  const { value } = node.settings;
  if (typeof value === 'string') (out as TextVector).fill(value);
  else (out as Float64Array).fill(Number(value));
  return () => undefined;
}

import type { GraphValueType } from '@millrace/core';
import type { Dialect } from '@millrace/data';
import type { MapperNode } from '@millrace/features';
import { plainLiteral } from './literal.ts';
import { renderCategory } from './render-category.ts';
import { renderLogic } from './render-logic.ts';
import { renderMoment } from './render-moment.ts';
import { renderNumeric } from './render-numeric.ts';

/** A vocabulary that the engine knows as an enumeration type. */
export interface KnownVocabulary {
  readonly type: string;
  readonly size: number;
}

/** What an operator is rendered from. */
export interface Operands {
  readonly dialect: Dialect;
  /** The operands as SQL expressions, each to be used as often as needed. */
  readonly operands: readonly string[];
  readonly inputTypes: readonly GraphValueType[];
  /** Number of codes of each operand; 0 for those that are not categorical. */
  readonly categories: readonly number[];
  /** The vocabulary of a look-up. */
  readonly vocabulary: KnownVocabulary | undefined;
}

/**
 * One operation as a SQL expression with the meaning that the features package documents: numeric DOUBLE without NaN, text
 * VARCHAR, boolean BOOLEAN, moments BIGINT microseconds, all NULL where missing; categorical INTEGER codes. Leaves are
 * rendered by the caller, who knows the columns.
 */
export function renderNode(node: MapperNode, operands: Operands): string {
  if (node.op === 'constant') return plainLiteral(node.settings.value, node.settings.valueType);
  return (
    renderNumeric(node, operands) ??
    renderLogic(node, operands) ??
    renderMoment(node, operands) ??
    renderCategory(node, operands) ??
    'null'
  );
}

import { checkOptions, optionForms } from '@millrace/core';
import type {
  CategoricalExpression,
  IndicatorsExpression,
  NumericExpression,
  NumericOperand,
  TextExpression,
  TextOperand,
} from './expression.ts';
import { node } from './leaves.ts';

export interface VocabularyOptions {
  /** Keep only so many of the most frequent texts. @defaultValue no limit */
  readonly size?: number | undefined;
  /** Keep only texts that occur at least so often. @defaultValue 1 */
  readonly minCount?: number | undefined;
  /** Codes after the vocabulary that unknown texts are hashed into; with 0 an unknown text counts as missing. @defaultValue 1 */
  readonly oovBuckets?: number | undefined;
}

/**
 * Codes of texts by a vocabulary that the analysis collects: the most frequent text gets 0, ties go by code points.
 * Then come the codes of unknown texts, then one code for missing. The empty text is a text like any other.
 */
export function vocabulary(x: TextOperand, options: VocabularyOptions = {}): CategoricalExpression {
  checkOptions<VocabularyOptions>(options, 'vocabulary', {
    size: optionForms.count,
    minCount: optionForms.count,
    oovBuckets: optionForms.natural,
  });
  const { size, minCount = 1, oovBuckets = 1 } = options;
  return node('vocabulary', 'categorical', { inputs: [x], settings: { size: size ?? null, minCount, oovBuckets } });
}

/**
 * The number of boundaries that are not above `x` (0 below the first), so boundaries belong to the bucket on their right.
 * `boundaries.length + 1` buckets, then one code for missing.
 */
export function bucketize(x: NumericOperand, boundaries: readonly number[]): CategoricalExpression {
  return node('bucketize', 'categorical', { inputs: [x], settings: { boundaries } });
}

/**
 * `bucketize` by boundaries that the analysis finds: values that occur, at the ranks that part the finite values into
 * `buckets` equal shares. Equal boundaries become one, so there may be fewer buckets.
 */
export function quantileBuckets(x: NumericOperand, buckets: number): CategoricalExpression {
  return node('quantileBuckets', 'categorical', { inputs: [x], settings: { buckets } });
}

/** A text hashed into `buckets` codes: the first 60 bits of its MD5 modulo `buckets`; then one code for missing. */
export function hashBuckets(x: TextOperand, buckets: number): CategoricalExpression {
  return node('hashBuckets', 'categorical', { inputs: [x], settings: { buckets } });
}

/**
 * The combination of texts and categories, hashed into `buckets` codes, then one code for missing. Hashed is the text of all
 * operands with U+001F between them; a category stands as its code. Missing when one operand is missing.
 */
export function cross(
  operands: readonly (TextExpression | CategoricalExpression)[],
  buckets: number,
): CategoricalExpression {
  return node('cross', 'categorical', { inputs: [operands].flat(), settings: { buckets } });
}

/**
 * One numeric output of 0 and 1 per category, `name_0` to `name_n-1`, the last for missing. Only at the top of a feature.
 */
export function oneHot(x: CategoricalExpression): IndicatorsExpression {
  return node('oneHot', 'indicators', { inputs: [x] });
}

/** The decimal text of a whole number within ±2^53, to use ids as categories; other numbers are missing. */
export function asText(x: NumericExpression): TextExpression {
  return node('asText', 'text', { inputs: [x] });
}

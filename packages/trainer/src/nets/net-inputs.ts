import type { LearnerFeature, LearnerRows } from '@millrace/core';
import { findBin, type TfjsInputColumn } from '@millrace/model';
import { createDesign } from '../linear/design.ts';
import { createBinMapper } from '../trees/bin-mapper.ts';

/** Standardised values are kept within this: a single outlier must not move a batch. */
const LIMIT = 10;

/** What a net is fed: numbers a row, and category codes. The same statistics serve training and prediction. */
export interface NetInputs {
  /** Standardised values, and for features with missing values in training whether the value is missing. */
  readonly numeric: readonly { readonly column: NumericColumn; readonly feature: number }[];
  readonly coded: readonly CodedInput[];
}

type NumericColumn = Extract<TfjsInputColumn, { readonly encode: 'value' | 'missing' }>;

export interface CodedInput {
  readonly name: string;
  /** Position among the features. */
  readonly feature: number;
  /** Codes from 0 to categories - 1; `categories` itself is a missing one. */
  readonly categories: number;
  /** Bounds of the bins of a number; their codes are bins. Undefined for a categorical feature. */
  readonly bounds: readonly number[] | undefined;
  /** Numbers of an embedding: the root of the categories, rounded up, at most 16. */
  readonly width: number;
}

/** Measures the training rows. Throws `TRAINER_FEATURE_NOT_FINITE`. */
export function createNetInputs(
  features: readonly LearnerFeature[],
  rows: LearnerRows,
  { bins }: { readonly bins: number },
): NetInputs {
  const { mean, inverse } = createDesign(features, rows);
  const numeric: NetInputs['numeric'][number][] = [];
  const coded: CodedInput[] = [];
  features.forEach((described, feature) => {
    const { name, kind, categories = 0 } = described;
    if (kind === 'categorical') {
      coded.push({ name, feature, categories, bounds: undefined, width: widthFor(categories) });
      return;
    }
    const mapper = bins === 0 ? undefined : createBinMapper(described, rows.columns[feature]!, bins);
    if (mapper?.kind === 'numeric' && mapper.missingBin > 1) {
      const bounds = [...mapper.upperBounds.subarray(0, -1)];
      coded.push({ name, feature, categories: bounds.length + 1, bounds, width: widthFor(bounds.length + 1) });
    }
    const [center, scale] = [mean[feature]!, inverse[feature]!];
    numeric.push({
      column: { encode: 'value', feature: name, fill: center, offset: center, scale, limit: LIMIT },
      feature,
    });
    if (rows.columns[feature]!.some((value) => value !== value)) {
      numeric.push({ column: { encode: 'missing', feature: name }, feature });
    }
  });
  const varying = numeric.filter(({ column }) => column.encode === 'missing' || column.scale > 0);
  return { numeric: varying.length + coded.length > 0 ? varying : numeric, coded };
}

function widthFor(categories: number): number {
  return Math.min(16, Math.ceil(Math.sqrt(categories)));
}

/** Which rows make a batch: `order[first]` up to `order[end]`. */
export interface Batch {
  readonly order: ArrayLike<number>;
  readonly first: number;
  readonly end: number;
}

/** The numbers of a batch, row after row: shape [rows of the batch, inputs.numeric.length]. */
export function encodeNumbers({ numeric }: NetInputs, { columns }: LearnerRows, batch: Batch): Float32Array {
  const { order, first, end } = batch;
  const width = numeric.length;
  const into = new Float32Array((end - first) * width);
  numeric.forEach(({ column, feature }, j) => {
    const values = columns[feature]!;
    if (column.encode === 'missing') {
      for (let i = first, at = j; i < end; i++, at += width) {
        const value = values[order[i]!]!;
        if (value !== value) into[at] = 1;
      }
      return;
    }
    const { offset, scale } = column;
    for (let i = first, at = j; i < end; i++, at += width) {
      const value = values[order[i]!]!;
      if (value !== value) continue;
      const scaled = (value - offset) * scale;
      into[at] = scaled > LIMIT ? LIMIT : scaled < -LIMIT ? -LIMIT : scaled;
    }
  });
  return into;
}

/** The codes of rows, an array for each coded input. */
export function encodeCodes({ coded }: NetInputs, { columns }: LearnerRows, batch: Batch): readonly Int32Array[] {
  const { order, first, end } = batch;
  return coded.map(({ feature, categories, bounds }) => {
    const values = columns[feature]!;
    const codes = new Int32Array(end - first);
    for (let i = first; i < end; i++) {
      const value = values[order[i]!]!;
      codes[i - first] = value !== value ? categories : bounds === undefined ? value : findBin(bounds, value);
    }
    return codes;
  });
}

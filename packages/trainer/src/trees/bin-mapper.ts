import type { LearnerFeature, LearnerRows } from '@millrace/core';

export type FeatureValues = LearnerRows['columns'][number];

/** How the values of one feature become bins 0 to `missingBin`; `missingBin` is the last one. */
export type BinMapper =
  | {
      readonly kind: 'numeric';
      /** Inclusive upper bound of each value bin, ascending; the last is Infinity. */
      readonly upperBounds: Float64Array;
      readonly missingBin: number;
    }
  | {
      readonly kind: 'categorical';
      /** Bin of each category code. Rare categories may share the last value bin. */
      readonly binOfCategory: Uint8Array;
      readonly missingBin: number;
    };

/** A column with more rows is binned from an evenly spaced sample of this many. */
export const SAMPLE_ROWS = 262_144;
const MAX_CATEGORY_BINS = 255;

/** Chooses the bins of a feature from its training values. */
export function createBinMapper(feature: LearnerFeature, values: FeatureValues, bins: number): BinMapper {
  return feature.kind === 'categorical'
    ? categoricalMapper(feature, values)
    : numericMapper(sortedSample(values), bins);
}

/** The bins of a numeric feature from a sorted sample of its values. */
export function numericMapper(sorted: Float64Array, bins: number): BinMapper {
  const upperBounds = chooseUpperBounds(sorted, bins);
  return { kind: 'numeric', upperBounds, missingBin: upperBounds.length };
}

function sortedSample(values: FeatureValues): Float64Array {
  const rowCount = values.length;
  const size = Math.min(rowCount, SAMPLE_ROWS);
  const sample = new Float64Array(size);
  let count = 0;
  for (let i = 0; i < size; i++) {
    const value = values[size === rowCount ? i : Math.floor((i * rowCount) / size)]!;
    if (value === value) sample[count++] = value === 0 ? 0 : value;
  }
  return sample.subarray(0, count).sort();
}

/**
 * Upper bounds of at most `bins` bins over sorted values: each distinct value its own bin when there are few enough;
 * otherwise bins of about equal counts, where a value that fills a bin alone gets one. Bounds lie halfway between neighbours.
 */
export function chooseUpperBounds(sorted: Float64Array, bins: number): Float64Array {
  // Positions at which a new value begins, and one past the end.
  const starts = new Int32Array(sorted.length + 1);
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) starts[distinct++] = i;
  starts[distinct] = sorted.length;
  const bounds: number[] = [];
  const cutAfter = (index: number): void => {
    if (index + 1 < distinct) bounds.push(midpoint(sorted[starts[index]!]!, sorted[starts[index + 1]!]!));
  };
  if (distinct <= bins) {
    for (let i = 0; i < distinct; i++) cutAfter(i);
  } else {
    cutByCount(
      Int32Array.from({ length: distinct }, (_, i) => starts[i + 1]! - starts[i]!),
      bins,
      cutAfter,
    );
  }
  bounds.push(Infinity);
  return Float64Array.from(bounds);
}

function cutByCount(counts: Int32Array, bins: number, cutAfter: (index: number) => void): void {
  let restCount = counts.reduce((sum, count) => sum + count, 0);
  let restBins = bins;
  const isHeavy = new Uint8Array(counts.length);
  // A value that fills a mean bin alone is set apart; what is left shrinks, so that others may now do so too.
  for (let changed = true; changed;) {
    changed = false;
    for (let i = 0; i < counts.length && restBins > 1; i++) {
      if (isHeavy[i] === 0 && counts[i]! >= restCount / restBins) {
        isHeavy[i] = 1;
        restCount -= counts[i]!;
        restBins--;
        changed = true;
      }
    }
  }
  let cuts = 0;
  let inBin = 0;
  let target = restCount / restBins;
  for (let i = 0; i < counts.length - 1 && cuts < bins - 1; i++) {
    inBin += counts[i]!;
    if (isHeavy[i] === 0) restCount -= counts[i]!;
    const isFull = isHeavy[i] === 1 || inBin >= target || (isHeavy[i + 1] === 1 && inBin >= Math.max(1, target / 2));
    if (!isFull) continue;
    cutAfter(i);
    cuts++;
    inBin = 0;
    if (isHeavy[i] === 0) {
      restBins = Math.max(1, restBins - 1);
      target = restCount / restBins;
    }
  }
}

/** A bound b with left <= b < right. */
function midpoint(left: number, right: number): number {
  const middle = left + (right - left) / 2;
  return middle < right && middle >= left ? middle : left;
}

function categoricalMapper(feature: LearnerFeature, values: FeatureValues): BinMapper {
  const categories = feature.categories ?? 0;
  const counts = new Float64Array(categories);
  for (let row = 0; row < values.length; row++) {
    const code = values[row]!;
    if (code === code && counts[code] !== undefined) counts[code]!++;
  }
  const binOfCategory = new Uint8Array(categories);
  if (categories <= MAX_CATEGORY_BINS) {
    for (let code = 0; code < categories; code++) binOfCategory[code] = code;
    return { kind: 'categorical', binOfCategory, missingBin: categories };
  }
  const byCount = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  binOfCategory.fill(MAX_CATEGORY_BINS - 1);
  byCount.slice(0, MAX_CATEGORY_BINS - 1).forEach((code, bin) => (binOfCategory[code] = bin));
  return { kind: 'categorical', binOfCategory, missingBin: MAX_CATEGORY_BINS };
}

/** Writes the bin of every row into `into`. Category codes must have been checked. */
export function assignBins(mapper: BinMapper, values: FeatureValues, into: Uint8Array): void {
  const { missingBin } = mapper;
  if (mapper.kind === 'categorical') {
    const { binOfCategory } = mapper;
    for (let row = 0; row < values.length; row++) {
      const code = values[row]!;
      into[row] = code === code ? binOfCategory[code]! : missingBin;
    }
    return;
  }
  const { bounds, firstStep } = padBounds(mapper.upperBounds);
  const numbers = values instanceof Float64Array ? values : Float64Array.from(values);
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row]!;
    let bin = 0;
    for (let step = firstStep; step > 0; step >>= 1) bin += value > bounds[bin + step - 1]! ? step : 0;
    into[row] = value === value ? bin : missingBin;
  }
}

/** Bounds padded by Infinity to a power of two, so that a search always takes the same steps: `firstStep`, half of it, ... 1. */
export function padBounds(upperBounds: Float64Array): { readonly bounds: Float64Array; readonly firstStep: number } {
  const size = 1 << Math.ceil(Math.log2(Math.max(2, upperBounds.length)));
  const bounds = new Float64Array(size).fill(Infinity);
  bounds.set(upperBounds);
  return { bounds, firstStep: size >> 1 };
}

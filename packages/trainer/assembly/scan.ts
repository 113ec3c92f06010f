import {
  CATEGORY_L2,
  CATEGORY_SMOOTHING,
  COUNT_SHIFT,
  FEATURE_BYTES,
  FEATURES,
  GRADIENT_SCALE,
  HESSIAN_SCALE,
  L2,
  MAX_SPLIT_CATEGORIES,
  MIN_CHILD_HESSIAN,
  MIN_CHILD_ROWS,
  MIN_GAIN,
  RESULT_BYTES,
  RESULTS,
  SCRATCH,
  SCRATCH_BYTES,
} from '../src/trees/wasm/kernel-fields';
import { address, field, real } from './memory';

// The scans of src/trees/scan-splits.ts, with the same operations in the same order.

let scratch: usize = 0;
let countShift: i64 = 0;
let hessianMask: i64 = 0;
let result: usize = 0;
let about: usize = 0;

/** This thread's own place for what it orders and counts. */
export function scratchOfThread(): usize {
  return scratch;
}

/** Gives each thread its own place to order categories in. */
export function takeScratch(thread: i32): void {
  scratch = address(SCRATCH) + <usize>thread * SCRATCH_BYTES;
}

function score(gradient: f64, hessian: f64, l2: f64): f64 {
  return (gradient * gradient) / (hessian + l2);
}

function gradientOf(sums: usize, bin: i32): f64 {
  return <f64>load<i64>(sums + ((<usize>bin) << 4));
}

function hessianOf(sums: usize, bin: i32): f64 {
  return <f64>(load<i64>(sums + ((<usize>bin) << 4), 8) & hessianMask);
}

function countOf(sums: usize, bin: i32): f64 {
  return <f64>(load<i64>(sums + ((<usize>bin) << 4), 8) >> countShift);
}

/** Chooses the result that the next scan writes, and the feature that it scans. */
export function aimScan(index: i32, feature: i32): void {
  countShift = <i64>field(COUNT_SHIFT);
  hessianMask = ((<i64>1) << countShift) - 1;
  result = address(RESULTS) + <usize>index * RESULT_BYTES;
  about = address(FEATURES) + <usize>feature * FEATURE_BYTES;
}

/** The best split of one feature of one node. `totals` points to three reals. */
export function scan(sums: usize, totals: usize): void {
  store<f64>(result, -1);
  if (load<i32>(about, 8) === 0) scanNumeric(sums, totals);
  else scanCategorical(sums, totals);
}

function keepLeft(gradient: f64, hessian: f64, count: f64): void {
  store<f64>(result, gradient, 16);
  store<f64>(result, hessian, 24);
  store<f64>(result, count, 32);
}

function scanNumeric(sums: usize, totals: usize): void {
  const missingBin = load<i32>(about);
  const gradientScale = real(GRADIENT_SCALE);
  const hessianScale = real(HESSIAN_SCALE);
  const minChildRows = <f64>field(MIN_CHILD_ROWS);
  const minChildHessian = real(MIN_CHILD_HESSIAN);
  const l2 = real(L2);
  const totalGradient = load<f64>(totals);
  const totalHessian = load<f64>(totals, 8);
  const totalCount = load<f64>(totals, 16);
  const parentScore = score(totalGradient * gradientScale, totalHessian * hessianScale, l2);
  const missingCount = countOf(sums, missingBin);
  let bestGain = real(MIN_GAIN);
  const directions = missingCount > 0 ? 2 : 1;
  for (let direction = 0; direction < directions; direction++) {
    let leftGradient = direction === 1 ? gradientOf(sums, missingBin) : 0;
    let leftHessian = direction === 1 ? hessianOf(sums, missingBin) : 0;
    let leftCount = direction === 1 ? missingCount : 0;
    for (let bin = 0; bin < missingBin; bin++) {
      const count = countOf(sums, bin);
      if (count === 0) continue;
      leftGradient += gradientOf(sums, bin);
      leftHessian += hessianOf(sums, bin);
      leftCount += count;
      const rightCount = totalCount - leftCount;
      if (rightCount < minChildRows) break;
      if (leftCount < minChildRows) continue;
      const rightHessian = totalHessian - leftHessian;
      if (leftHessian * hessianScale < minChildHessian || rightHessian * hessianScale < minChildHessian) continue;
      const gain =
        score(leftGradient * gradientScale, leftHessian * hessianScale, l2) +
        score((totalGradient - leftGradient) * gradientScale, rightHessian * hessianScale, l2) -
        parentScore;
      if (gain > bestGain) {
        bestGain = gain;
        store<f64>(result, gain);
        keepLeft(leftGradient, leftHessian, leftCount);
        store<i32>(result, bin, 8);
        const missingLeft = missingCount > 0 ? direction === 1 : leftCount > rightCount;
        store<i32>(result, missingLeft ? 1 : 0, 12);
      }
    }
  }
}

/** Sorts bins by their order value, equal ones by bin: a Shell sort with Ciura's gaps. */
function sortBins(bins: usize, count: i32, order: usize): void {
  for (let round = 0; round < 5; round++) {
    const gap = round === 0 ? 57 : round === 1 ? 23 : round === 2 ? 10 : round === 3 ? 4 : 1;
    for (let i = gap; i < count; i++) {
      const bin = load<i32>(bins + ((<usize>i) << 2));
      const value = load<f64>(order + ((<usize>bin) << 3));
      let j = i;
      while (j >= gap) {
        const other = load<i32>(bins + ((<usize>(j - gap)) << 2));
        const otherValue = load<f64>(order + ((<usize>other) << 3));
        if (otherValue < value || (otherValue === value && other < bin)) break;
        store<i32>(bins + ((<usize>j) << 2), other);
        j -= gap;
      }
      store<i32>(bins + ((<usize>j) << 2), bin);
    }
  }
}

function scanCategorical(sums: usize, totals: usize): void {
  const missingBin = load<i32>(about);
  const gradientScale = real(GRADIENT_SCALE);
  const hessianScale = real(HESSIAN_SCALE);
  const minChildRows = <f64>field(MIN_CHILD_ROWS);
  const minChildHessian = real(MIN_CHILD_HESSIAN);
  const smoothing = real(CATEGORY_SMOOTHING);
  const l2 = real(L2) + real(CATEGORY_L2);
  const totalGradient = load<f64>(totals);
  const totalHessian = load<f64>(totals, 8);
  const totalCount = load<f64>(totals, 16);
  const parentScore = score(totalGradient * gradientScale, totalHessian * hessianScale, real(L2));
  const order = scratch;
  const present = scratch + 2048;
  let presentCount = 0;
  for (let bin = 0; bin <= missingBin; bin++) {
    const count = countOf(sums, bin);
    if (count === 0 || count < smoothing) continue;
    store<i32>(present + ((<usize>presentCount) << 2), bin);
    presentCount++;
    const divisor = hessianOf(sums, bin) * hessianScale + smoothing;
    store<f64>(order + ((<usize>bin) << 3), divisor > 0 ? (gradientOf(sums, bin) * gradientScale) / divisor : 0);
  }
  sortBins(present, presentCount, order);
  const longest = min<i32>(field(MAX_SPLIT_CATEGORIES), presentCount);
  let bestGain = real(MIN_GAIN);
  let bestDirection = 0;
  let bestLength = 0;
  for (let direction = 0; direction < 2; direction++) {
    let leftGradient: f64 = 0;
    let leftHessian: f64 = 0;
    let leftCount: f64 = 0;
    for (let length = 1; length <= longest; length++) {
      const position = direction === 0 ? length - 1 : presentCount - length;
      const bin = load<i32>(present + ((<usize>position) << 2));
      leftGradient += gradientOf(sums, bin);
      leftHessian += hessianOf(sums, bin);
      leftCount += countOf(sums, bin);
      const rightCount = totalCount - leftCount;
      if (rightCount < minChildRows) break;
      if (leftCount < minChildRows) continue;
      const rightHessian = totalHessian - leftHessian;
      if (leftHessian * hessianScale < minChildHessian || rightHessian * hessianScale < minChildHessian) continue;
      const gain =
        score(leftGradient * gradientScale, leftHessian * hessianScale, l2) +
        score((totalGradient - leftGradient) * gradientScale, rightHessian * hessianScale, l2) -
        parentScore;
      if (gain > bestGain) {
        bestGain = gain;
        bestDirection = direction;
        bestLength = length;
        store<f64>(result, gain);
        keepLeft(leftGradient, leftHessian, leftCount);
      }
    }
  }
  if (bestLength === 0) return;
  store<i32>(result, -1, 8);
  store<i32>(result, 0, 12);
  memory.fill(result + 40, 0, 32);
  for (let i = 0; i < bestLength; i++) {
    const position = bestDirection === 0 ? i : presentCount - bestLength + i;
    const bin = load<i32>(present + ((<usize>position) << 2));
    const word = result + 40 + ((<usize>(bin >> 5)) << 2);
    store<u32>(word, load<u32>(word) | (1 << (bin & 31)));
    if (bin === missingBin) store<i32>(result, 1, 12);
  }
}

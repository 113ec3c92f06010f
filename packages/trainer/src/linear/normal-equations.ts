import type { LearnerRows } from '@millrace/core';
import { computeScores, sumSlots, type Design } from './design.ts';

/** A column whose part outside the columns before it is below this share of its square adds nothing, and gets weight 0. */
const DEPENDENT = 1e-11;
const REFINEMENTS = 3;

/**
 * Minimises sum(w (y - f)^2) / (2 sum(w)) + l2 / 2 |weights|^2 exactly: normal equations of the standardised design by
 * Cholesky, then corrections from the residuals of the rows themselves, which win back the digits that the squared
 * condition number costs (Bjorck 1987, corrected seminormal equations).
 */
export function solveNormalEquations(
  design: Design,
  rows: LearnerRows,
  l2: number,
): { readonly bias: Float64Array; readonly weights: Float64Array } {
  const { slotCount } = design;
  const size = slotCount + 1;
  const { gram, weightSum } = sumProducts(design, rows);
  for (let slot = 0; slot < slotCount; slot++) gram[slot * size + slot]! += l2;
  const factor = factorise(gram, size);
  const bias = new Float64Array(1);
  const weights = new Float64Array(slotCount);
  const residuals = new Float64Array(rows.rowCount);
  const right = new Float64Array(size);
  for (let pass = 0; pass <= REFINEMENTS; pass++) {
    computeScores(design, rows, { bias, weights, into: residuals });
    let sum = 0;
    for (let row = 0; row < rows.rowCount; row++) {
      const weight = (rows.weights === undefined ? 1 : rows.weights[row]!) / weightSum;
      residuals[row] = (rows.labels[row]! - residuals[row]!) * weight;
      sum += residuals[row]!;
    }
    sumSlots(design, rows, { residuals, outputs: 1, into: right.subarray(0, slotCount) });
    for (let slot = 0; slot < slotCount; slot++) right[slot]! -= l2 * weights[slot]!;
    right[slotCount] = sum;
    solve(factor, right, size);
    for (let slot = 0; slot < slotCount; slot++) weights[slot]! += right[slot]!;
    bias[0]! += right[slotCount]!;
  }
  return { bias, weights };
}

/** Weighted mean of products of any two slots (the last row and column belong to the bias), upper triangle. */
function sumProducts(
  { features, slotOffsets, slotCount, mean, inverse }: Design,
  { rowCount, columns, weights }: LearnerRows,
): { readonly gram: Float64Array; readonly weightSum: number } {
  const size = slotCount + 1;
  const gram = new Float64Array(size * size);
  const slots = new Int32Array(features.length + 1);
  const factors = new Float64Array(features.length + 1);
  let weightSum = 0;
  for (let row = 0; row < rowCount; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    if (weight === 0) continue;
    weightSum += weight;
    let used = 0;
    for (let j = 0; j < features.length; j++) {
      const value = columns[j]![row]!;
      if (value !== value) continue;
      const isNumeric = features[j]!.kind === 'numeric';
      slots[used] = slotOffsets[j]! + (isNumeric ? 0 : value);
      factors[used++] = isNumeric ? (value - mean[j]!) * inverse[j]! : 1;
    }
    slots[used] = slotCount;
    factors[used++] = 1;
    for (let a = 0; a < used; a++) {
      const scaled = factors[a]! * weight;
      const base = slots[a]! * size;
      for (let b = a; b < used; b++) gram[base + slots[b]!]! += scaled * factors[b]!;
    }
  }
  for (let i = 0; i < gram.length; i++) gram[i]! /= weightSum;
  return { gram, weightSum };
}

/** Cholesky of the upper triangle, in place, from the bias backwards; a dependent column gets an infinite pivot. */
function factorise(gram: Float64Array, size: number): Float64Array {
  // Row i of the factor stands in row i; the bias comes first so that dependent categories lose against it.
  for (let i = size - 1; i >= 0; i--) {
    const original = gram[i * size + i]!;
    let pivot = original;
    for (let k = i + 1; k < size; k++) pivot -= gram[i * size + k]! * gram[i * size + k]!;
    if (!(pivot > DEPENDENT * original)) {
      gram[i * size + i] = Infinity;
      for (let h = 0; h < i; h++) gram[h * size + i] = 0;
      continue;
    }
    const root = Math.sqrt(pivot);
    gram[i * size + i] = root;
    for (let h = 0; h < i; h++) {
      let sum = gram[h * size + i]!;
      for (let k = i + 1; k < size; k++) sum -= gram[h * size + k]! * gram[i * size + k]!;
      gram[h * size + i] = sum / root;
    }
  }
  return gram;
}

/** Solves with the factor, in place. */
function solve(factor: Float64Array, right: Float64Array, size: number): void {
  for (let i = size - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[i * size + k]! * right[k]!;
    right[i] = sum / factor[i * size + i]!;
  }
  for (let i = 0; i < size; i++) {
    let sum = right[i]!;
    for (let h = 0; h < i; h++) sum -= factor[h * size + i]! * right[h]!;
    right[i] = sum / factor[i * size + i]!;
  }
}

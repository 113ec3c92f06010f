import {
  CHUNK_MAXIMA,
  CHUNK_ROWS,
  CLASS_FACTOR,
  CLASS_INDEX,
  GRADIENT_FACTOR,
  GRADIENT_TOTAL,
  GRADIENTS,
  HESSIAN_FACTOR,
  HESSIAN_TOTAL,
  LABELS,
  NORMALISERS,
  OBJECTIVE,
  OBJECTIVE_BINARY,
  OBJECTIVE_REGRESSION,
  REALS,
  ROW_COUNT,
  SCORES,
  TREES_PER_ROUND,
  WEIGHTS,
} from '../src/trees/wasm/kernel-fields';
import { address, field, real } from './memory';

/** The same operations in the same order as `exponential` in src/trees/exponential.ts. */
function exponential(x: f64): f64 {
  const clamped = min<f64>(700, max<f64>(-700, x));
  const k = floor<f64>(clamped * 1.4426950408889634 + 0.5);
  const high = clamped - k * 6.9314718036912381649e-1;
  const low = k * 1.90821492927058770002e-10;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return y * reinterpret<f64>((<i64>k + 1023) << 52);
}

/** `exponential` of two numbers: each lane goes through the same operations. */
function exponentials(x: v128): v128 {
  // Without a NaN to carry on, these are one instruction each.
  const clamped = f64x2.pmin(f64x2.pmax(x, f64x2.splat(-700)), f64x2.splat(700));
  const k = f64x2.floor(f64x2.add(f64x2.mul(clamped, f64x2.splat(1.4426950408889634)), f64x2.splat(0.5)));
  const high = f64x2.sub(clamped, f64x2.mul(k, f64x2.splat(6.9314718036912381649e-1)));
  const low = f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10));
  const r = f64x2.sub(high, low);
  const t = f64x2.mul(r, r);
  let sum = f64x2.add(f64x2.splat(-1.6533902205465251539e-6), f64x2.mul(t, f64x2.splat(4.13813679705723846039e-8)));
  sum = f64x2.add(f64x2.splat(6.61375632143793436117e-5), f64x2.mul(t, sum));
  sum = f64x2.add(f64x2.splat(-2.77777777770155933842e-3), f64x2.mul(t, sum));
  sum = f64x2.add(f64x2.splat(1.66666666666666019037e-1), f64x2.mul(t, sum));
  const c = f64x2.sub(r, f64x2.mul(t, sum));
  const share = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, share), high));
  const exponent = i64x2.add(lowBits(k), i64x2.splat(1023));
  return f64x2.mul(y, i64x2.shl(exponent, 52));
}

/** 2^52 + 2^51: added to a whole number of up to 51 bits, the low bits of the sum are those of the number. */
const WHOLE: f64 = 6755399441055744;

/** Whole numbers as bits: the low 32 of each lane are right. Several times cheaper than a conversion that saturates. */
function lowBits(whole: v128): v128 {
  return f64x2.add(whole, f64x2.splat(WHOLE));
}

function round(values: v128, factor: v128): v128 {
  return lowBits(f64x2.floor(f64x2.add(f64x2.mul(values, factor), f64x2.splat(0.5))));
}

/** The log loss of two classes, two rows at a time, from `start` on. Returns the first row that is left over. */
function computeBinaryPairs(start: i32, end: i32): i32 {
  const labels = address(LABELS);
  const weights = address(WEIGHTS);
  const scores = address(SCORES);
  const into = address(GRADIENTS);
  const gradientFactor = f64x2.splat(real(GRADIENT_FACTOR));
  const hessianFactor = f64x2.splat(real(HESSIAN_FACTOR));
  const one = f64x2.splat(1);
  const bias = f64x2.splat(WHOLE);
  let gradientTotals = i64x2.splat(0);
  let hessianTotals = i64x2.splat(0);
  let row = start;
  for (; row + 1 < end; row += 2) {
    const at = (<usize>row) << 3;
    const odds = exponentials(f64x2.neg(v128.load(scores + at)));
    const probability = f64x2.div(one, f64x2.add(one, odds));
    const weight = weights === 0 ? one : v128.load(weights + at);
    const gradient = f64x2.mul(f64x2.sub(probability, v128.load(labels + at)), weight);
    const hessian = f64x2.mul(f64x2.mul(probability, f64x2.sub(one, probability)), weight);
    const wholeGradient = round(gradient, gradientFactor);
    const wholeHessian = round(hessian, hessianFactor);
    v128.store(into + at, v128.shuffle<i32>(wholeGradient, wholeHessian, 0, 4, 2, 6));
    gradientTotals = i64x2.add(gradientTotals, i64x2.sub(wholeGradient, bias));
    hessianTotals = i64x2.add(hessianTotals, i64x2.sub(wholeHessian, bias));
  }
  addTotals(
    i64x2.extract_lane(gradientTotals, 0) + i64x2.extract_lane(gradientTotals, 1),
    i64x2.extract_lane(hessianTotals, 0) + i64x2.extract_lane(hessianTotals, 1),
  );
  return row;
}

function addTotals(gradient: i64, hessian: i64): void {
  atomic.add<i64>(REALS + (GRADIENT_TOTAL << 3), gradient);
  atomic.add<i64>(REALS + (HESSIAN_TOTAL << 3), hessian);
}

function weightOf(weights: usize, row: i32): f64 {
  return weights === 0 ? 1 : load<f64>(weights + ((<usize>row) << 3));
}

/** Squared error: the largest |score - label| * weight of one run of rows. */
export function findMaximum(task: i32): void {
  const labels = address(LABELS);
  const weights = address(WEIGHTS);
  const scores = address(SCORES);
  const start = task * field(CHUNK_ROWS);
  const end = min<i32>(field(ROW_COUNT), start + field(CHUNK_ROWS));
  let highest: f64 = 0;
  for (let row = start; row < end; row++) {
    const at = (<usize>row) << 3;
    highest = max<f64>(highest, abs<f64>((load<f64>(scores + at) - load<f64>(labels + at)) * weightOf(weights, row)));
  }
  store<f64>(address(CHUNK_MAXIMA) + ((<usize>task) << 3), highest);
}

/** Softmax: the highest score of each row, and 1 / sum of exp(score - highest). */
export function normalise(task: i32): void {
  const width = field(TREES_PER_ROUND);
  const start = task * field(CHUNK_ROWS);
  const end = min<i32>(field(ROW_COUNT), start + field(CHUNK_ROWS));
  for (let row = start; row < end; row++) {
    const scores = address(SCORES) + ((<usize>row * <usize>width) << 3);
    let highest = load<f64>(scores);
    for (let k = 1; k < width; k++) highest = max<f64>(highest, load<f64>(scores + ((<usize>k) << 3)));
    let sum: f64 = 0;
    for (let k = 0; k < width; k++) sum += exponential(load<f64>(scores + ((<usize>k) << 3)) - highest);
    const into = address(NORMALISERS) + ((<usize>row) << 4);
    store<f64>(into, highest);
    store<f64>(into, 1 / sum, 8);
  }
}

/** Fixed-point gradient and hessian of one run of rows, and their sums. */
export function computeGradients(task: i32): void {
  const objective = field(OBJECTIVE);
  const labels = address(LABELS);
  const weights = address(WEIGHTS);
  const scores = address(SCORES);
  const normalisers = address(NORMALISERS);
  const into = address(GRADIENTS);
  const width = <usize>field(TREES_PER_ROUND);
  const classIndex = field(CLASS_INDEX);
  const factor = real(CLASS_FACTOR);
  const gradientFactor = real(GRADIENT_FACTOR);
  const hessianFactor = real(HESSIAN_FACTOR);
  const start = task * field(CHUNK_ROWS);
  const end = min<i32>(field(ROW_COUNT), start + field(CHUNK_ROWS));
  const first = objective === OBJECTIVE_BINARY ? computeBinaryPairs(start, end) : start;
  let gradientTotal: i64 = 0;
  let hessianTotal: i64 = 0;
  for (let row = first; row < end; row++) {
    const weight = weightOf(weights, row);
    const label = load<f64>(labels + ((<usize>row) << 3));
    let gradient: f64;
    let hessian: f64;
    if (objective === OBJECTIVE_REGRESSION) {
      gradient = (load<f64>(scores + ((<usize>row) << 3)) - label) * weight;
      hessian = weight;
    } else if (objective === OBJECTIVE_BINARY) {
      const probability = 1 / (1 + exponential(-load<f64>(scores + ((<usize>row) << 3))));
      gradient = (probability - label) * weight;
      hessian = probability * (1 - probability) * weight;
    } else {
      const score = load<f64>(scores + ((<usize>row * width + <usize>classIndex) << 3));
      const shifted = score - load<f64>(normalisers + ((<usize>row) << 4));
      const probability = exponential(shifted) * load<f64>(normalisers + ((<usize>row) << 4), 8);
      gradient = (probability - (label === <f64>classIndex ? 1 : 0)) * weight;
      hessian = probability * (1 - probability) * factor * weight;
    }
    const wholeGradient = <i32>floor<f64>(gradient * gradientFactor + 0.5);
    const wholeHessian = <i32>floor<f64>(hessian * hessianFactor + 0.5);
    store<i32>(into + ((<usize>row) << 3), wholeGradient);
    store<i32>(into + ((<usize>row) << 3), wholeHessian, 4);
    gradientTotal += <i64>wholeGradient;
    hessianTotal += <i64>wholeHessian;
  }
  addTotals(gradientTotal, hessianTotal);
}

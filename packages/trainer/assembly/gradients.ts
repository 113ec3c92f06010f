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
  let gradientTotal: i64 = 0;
  let hessianTotal: i64 = 0;
  for (let row = start; row < end; row++) {
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
  atomic.add<i64>(REALS + (GRADIENT_TOTAL << 3), gradientTotal);
  atomic.add<i64>(REALS + (HESSIAN_TOTAL << 3), hessianTotal);
}

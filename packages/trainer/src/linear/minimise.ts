/** A smooth convex function of many numbers, plus l1 times the absolute values of some of them. */
export interface Minimisation {
  readonly start: Float64Array;
  /** The value at `point`; writes the gradient. Of the smooth part only. */
  readonly evaluate: (point: Float64Array, gradient: Float64Array) => number;
  /** @defaultValue 0 */
  readonly l1?: number | undefined;
  /** Numbers from this index on are free of l1. */
  readonly freeFrom: number;
  readonly maxIterations: number;
  /** Done when no part of the (sub)gradient exceeds this. */
  readonly tolerance: number;
  /** Called after each iteration with the value reached. */
  readonly onIteration?: ((value: number) => void) | undefined;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const MEMORY = 10;

/**
 * L-BFGS with a backtracking line search (Nocedal and Wright, chapter 7); with `l1` its orthant-wise form (Andrew and Gao
 * 2007). Deterministic.
 */
export function minimise({ l1 = 0, ...problem }: Minimisation): Minimum {
  const { evaluate, freeFrom, maxIterations, tolerance, onIteration } = problem;
  const size = problem.start.length;
  let point: Float64Array = problem.start.slice();
  let gradient: Float64Array = new Float64Array(size);
  let value = evaluate(point, gradient) + penalty(point, l1, freeFrom);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  let iterations = 0;
  for (; iterations < maxIterations; iterations++) {
    const steepest = subgradient(point, gradient, { l1, freeFrom });
    if (largest(steepest) <= tolerance) break;
    const direction = twoLoops(steepest, steps, changes);
    if (l1 > 0) for (let i = 0; i < freeFrom; i++) if (direction[i]! * steepest[i]! >= 0) direction[i] = 0;
    const slope = dot(direction, steepest);
    let length = iterations === 0 ? Math.min(1, 1 / Math.sqrt(dot(steepest, steepest))) : 1;
    let next = point;
    let nextGradient = gradient;
    let nextValue = value;
    let found = false;
    for (let tries = 0; tries < 40 && !found; tries++, length /= 2) {
      next = move(point, direction, { length, steepest, l1, freeFrom });
      nextGradient = new Float64Array(size);
      nextValue = evaluate(next, nextGradient) + penalty(next, l1, freeFrom);
      // Near the minimum the value is all rounding: there the slope decides (Hager and Zhang 2005).
      const isFlat =
        nextValue <= value + 1e-13 * Math.abs(value) && Math.abs(dot(nextGradient, direction)) <= 0.9 * Math.abs(slope);
      found = nextValue <= value + 1e-4 * length * slope || (l1 === 0 && isFlat);
    }
    if (!found) break;
    const step = difference(next, point);
    const change = difference(nextGradient, gradient);
    if (dot(step, change) > 1e-16 * dot(change, change)) {
      steps.push(step);
      changes.push(change);
      if (steps.length > MEMORY) {
        steps.shift();
        changes.shift();
      }
    }
    point = next;
    gradient = nextGradient;
    value = nextValue;
    onIteration?.(value);
  }
  const converged = largest(subgradient(point, gradient, { l1, freeFrom })) <= tolerance;
  return { point, value, iterations, converged };
}

interface Penalty {
  readonly l1: number;
  readonly freeFrom: number;
}

function penalty(point: Float64Array, l1: number, freeFrom: number): number {
  if (l1 === 0) return 0;
  let sum = 0;
  for (let i = 0; i < freeFrom; i++) sum += Math.abs(point[i]!);
  return l1 * sum;
}

/** The steepest of all subgradients; where one is 0 at a number that is 0, it stays. */
function subgradient(point: Float64Array, gradient: Float64Array, { l1, freeFrom }: Penalty): Float64Array {
  if (l1 === 0) return gradient;
  return gradient.map((slope, i) => {
    if (i >= freeFrom) return slope;
    if (point[i]! !== 0) return slope + l1 * Math.sign(point[i]!);
    return slope > l1 ? slope - l1 : slope < -l1 ? slope + l1 : 0;
  });
}

function twoLoops(
  gradient: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares = new Float64Array(steps.length);
  for (let k = steps.length - 1; k >= 0; k--) {
    shares[k] = dot(steps[k]!, direction) / dot(steps[k]!, changes[k]!);
    add(direction, changes[k]!, -shares[k]!);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last]!, changes[last]!) / dot(changes[last]!, changes[last]!);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  for (let k = 0; k < steps.length; k++) {
    const share = dot(changes[k]!, direction) / dot(steps[k]!, changes[k]!);
    add(direction, steps[k]!, shares[k]! - share);
  }
  return direction;
}

function move(
  point: Float64Array,
  direction: Float64Array,
  { length, steepest, l1, freeFrom }: Penalty & { readonly length: number; readonly steepest: Float64Array },
): Float64Array {
  return point.map((value, i) => {
    const moved = value + length * direction[i]!;
    if (l1 === 0 || i >= freeFrom) return moved;
    const side = value !== 0 ? Math.sign(value) : -Math.sign(steepest[i]!);
    return Math.sign(moved) === side ? moved : 0;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function add(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

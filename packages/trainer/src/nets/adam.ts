/** What Adam remembers of one array of weights. */
export interface AdamState {
  readonly weights: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-7;

export function createAdamState(weights: Float32Array): AdamState {
  return { weights, first: new Float32Array(weights.length), second: new Float32Array(weights.length) };
}

/** One step of Adam (Kingma and Ba 2015, algorithm 1) in place. `step` counts from 1; `l2` times the weights joins the gradient. */
export function stepAdam(
  { weights, first, second }: AdamState,
  gradient: Float32Array,
  { step, learningRate, l2 }: { readonly step: number; readonly learningRate: number; readonly l2: number },
): void {
  const rate = (learningRate * Math.sqrt(1 - SECOND_DECAY ** step)) / (1 - FIRST_DECAY ** step);
  for (let i = 0; i < weights.length; i++) {
    const slope = gradient[i]! + l2 * weights[i]!;
    const mean = FIRST_DECAY * first[i]! + (1 - FIRST_DECAY) * slope;
    const square = SECOND_DECAY * second[i]! + (1 - SECOND_DECAY) * slope * slope;
    first[i] = mean;
    second[i] = square;
    weights[i]! -= (rate * mean) / (Math.sqrt(square) + EPSILON);
  }
}

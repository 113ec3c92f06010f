/** Logistic regression of the label on the log-odds of the prediction (Cox 1958). Intercept 0 and slope 1 are calibrated. */
export interface CalibrationLine {
  readonly intercept: number;
  readonly slope: number;
}

/** Log-odds; predictions of 0 and 1 are taken as 1e-12 from there. */
export function logOdds(probability: number): number {
  const clipped = Math.min(1 - 1e-12, Math.max(1e-12, probability));
  return Math.log(clipped / (1 - clipped));
}

const sampleRows = 4096;

/**
 * Newton's method: with halved steps on every k-th row, then with whole steps on all rows from where that ended.
 * undefined when there is no finite maximum (one class, separated or constant scores).
 */
export function fitCalibrationLine(rows: LabelledRows): CalibrationLine | undefined {
  const odds = rows.scores.map(logOdds);
  const stride = Math.ceil(odds.length / sampleRows);
  const sample = stride === 1 ? { ...rows, odds } : pickEvery(stride, { ...rows, odds });
  const start = searchLine(sample);
  if (start === undefined || stride === 1) return start;
  let line = start;
  for (let iteration = 0; iteration < 6; iteration++) {
    const step = newtonStep(lineSums({ ...rows, odds }, line));
    if (step === undefined) return undefined;
    line = { intercept: line.intercept + step.intercept, slope: line.slope + step.slope };
    if (Math.abs(step.slope) < 1e-6 && Math.abs(step.intercept) < 1e-6) return line;
  }
  return searchLine({ ...rows, odds });
}

interface LabelledRows {
  readonly scores: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

interface OddsRows {
  readonly odds: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

function pickEvery(stride: number, { odds, labels, weights }: OddsRows): OddsRows {
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: Math.ceil(values.length / stride) }, (_, i) => values[i * stride]!);
  return { odds: pick(odds), labels: pick(labels), weights: pick(weights) };
}

function searchLine(rows: OddsRows): CalibrationLine | undefined {
  let line: CalibrationLine = { intercept: 0, slope: 1 };
  let loss = lineLoss(rows, line);
  for (let iteration = 0; iteration < 50; iteration++) {
    const step = newtonStep(lineSums(rows, line));
    if (step === undefined) return undefined;
    let next = line;
    for (let scale = 1; scale > 1e-6; scale /= 2) {
      next = { intercept: line.intercept + scale * step.intercept, slope: line.slope + scale * step.slope };
      const nextLoss = lineLoss(rows, next);
      // A little above: the last digits of a sum of losses are noise.
      if (!(nextLoss <= loss * (1 + 1e-12))) continue;
      loss = nextLoss;
      break;
    }
    line = next;
    if (Math.abs(line.slope) > 1e4 || Math.abs(line.intercept) > 1e4) return undefined;
    if (Math.abs(step.slope) < 1e-9 * (1 + Math.abs(line.slope)) && Math.abs(step.intercept) < 1e-9) break;
  }
  return line;
}

/** Gradient and Hessian of the log likelihood. */
export interface LineSums {
  readonly gradient0: number;
  readonly gradient1: number;
  readonly hessian00: number;
  readonly hessian01: number;
  readonly hessian11: number;
}

/** One step of Newton's method; undefined when the Hessian is singular. */
export function newtonStep(sums: LineSums): CalibrationLine | undefined {
  const { gradient0, gradient1, hessian00, hessian01, hessian11 } = sums;
  const determinant = hessian00 * hessian11 - hessian01 * hessian01;
  if (!(determinant > 1e-10 * hessian00 * hessian11)) return undefined;
  return {
    intercept: (hessian11 * gradient0 - hessian01 * gradient1) / determinant,
    slope: (hessian00 * gradient1 - hessian01 * gradient0) / determinant,
  };
}

function lineSums({ odds, labels, weights }: OddsRows, { intercept, slope }: CalibrationLine): LineSums {
  let gradient0 = 0;
  let gradient1 = 0;
  let hessian00 = 0;
  let hessian01 = 0;
  let hessian11 = 0;
  for (let i = 0; i < odds.length; i++) {
    const weight = weights[i]!;
    const x = odds[i]!;
    const probability = 1 / (1 + Math.exp(-intercept - slope * x));
    const residual = weight * (labels[i]! - probability);
    const curvature = weight * probability * (1 - probability);
    gradient0 += residual;
    gradient1 += residual * x;
    hessian00 += curvature;
    hessian01 += curvature * x;
    hessian11 += curvature * x * x;
  }
  return { gradient0, gradient1, hessian00, hessian01, hessian11 };
}

function lineLoss({ odds, labels, weights }: OddsRows, { intercept, slope }: CalibrationLine): number {
  let loss = 0;
  for (let i = 0; i < odds.length; i++) {
    const t = intercept + slope * odds[i]!;
    loss += weights[i]! * (Math.max(t, 0) - t * labels[i]! + Math.log1p(Math.exp(-Math.abs(t))));
  }
  return loss;
}

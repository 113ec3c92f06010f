export const regressionMetricNames = [
  'rmse',
  'mae',
  'medianAbsoluteError',
  'r2',
  'explainedVariance',
  'meanError',
  'mse',
  'mape',
  'smape',
  'maxError',
  'pearson',
  'spearman',
  'meanPrediction',
  'meanLabel',
  'constantRmse',
  'rmseSkill',
] as const;

/** Sums that both models share: weight, label and its square, from the mean label on. */
export const labelTerms = 3;
/** |e|, e, e^2, prediction and its square, label times prediction, |e| / |label| and the weight of those rows, symmetric share. */
export const errorTerms = 9;

/** What is not a function of sums. */
export interface OrderedRegression {
  readonly medianAbsoluteError: number;
  readonly maxError: number;
  readonly spearman: number;
}

/**
 * The error terms of one row. Labels and predictions are taken from `centre` on (the mean label), for sums of squares of large
 * numbers cancel. The absolute percentage error leaves rows with a label of 0 out; the symmetric one,
 * |e| / ((|label| + |prediction|) / 2), is 0 where both are 0.
 */
export function writeErrorTerms(
  into: Float64Array,
  offset: number,
  row: { readonly weight: number; readonly label: number; readonly prediction: number; readonly centre: number },
): void {
  const { weight, label, prediction, centre } = row;
  const error = prediction - label;
  const y = label - centre;
  const p = prediction - centre;
  const size = (Math.abs(label) + Math.abs(prediction)) / 2;
  into[offset] = weight * Math.abs(error);
  into[offset + 1] = weight * error;
  into[offset + 2] = weight * error * error;
  into[offset + 3] = weight * p;
  into[offset + 4] = weight * p * p;
  into[offset + 5] = weight * y * p;
  into[offset + 6] = label === 0 ? 0 : (weight * Math.abs(error)) / Math.abs(label);
  into[offset + 7] = label === 0 ? 0 : weight;
  into[offset + 8] = size === 0 ? 0 : (weight * Math.abs(error)) / size;
}

/** All metrics of one model from sums over (resampled) rows, in the order of `regressionMetricNames`. 0/0 is NaN. */
export function regressionMetrics(
  sums: Float64Array,
  model: { readonly offset: number; readonly centre: number; readonly ordered: OrderedRegression },
): Float64Array {
  const { offset, centre, ordered } = model;
  const total = sums[0]!;
  const labelVariance = sums[2]! / total - (sums[1]! / total) ** 2;
  const meanError = sums[offset + 1]! / total;
  const mse = sums[offset + 2]! / total;
  const errorVariance = mse - meanError * meanError;
  const meanPrediction = sums[offset + 3]! / total;
  const predictionVariance = sums[offset + 4]! / total - meanPrediction * meanPrediction;
  const covariance = sums[offset + 5]! / total - (sums[1]! / total) * meanPrediction;
  const rmse = Math.sqrt(mse);
  const isConstant = !(labelVariance > 0);
  const constantRmse = Math.sqrt(Math.max(0, labelVariance));
  const values: Record<(typeof regressionMetricNames)[number], number> = {
    rmse,
    mae: sums[offset]! / total,
    medianAbsoluteError: ordered.medianAbsoluteError,
    // Undefined where all labels are equal: there is no variance to explain.
    r2: isConstant ? Number.NaN : 1 - mse / labelVariance,
    explainedVariance: isConstant ? Number.NaN : 1 - errorVariance / labelVariance,
    meanError,
    mse,
    mape: sums[offset + 6]! / sums[offset + 7]!,
    smape: sums[offset + 8]! / total,
    maxError: ordered.maxError,
    pearson:
      isConstant || !(predictionVariance > 0) ? Number.NaN : covariance / Math.sqrt(labelVariance * predictionVariance),
    spearman: ordered.spearman,
    meanPrediction: meanPrediction + centre,
    meanLabel: sums[1]! / total + centre,
    constantRmse,
    rmseSkill: isConstant ? Number.NaN : 1 - rmse / constantRmse,
  };
  return Float64Array.from(regressionMetricNames, (name) => values[name]);
}

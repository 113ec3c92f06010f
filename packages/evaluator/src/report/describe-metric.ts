import type { Task } from '@millrace/core';

interface MetricWords {
  readonly title: string;
  /** What it says, in a line. */
  readonly hint: string;
}

const words: Readonly<Record<string, MetricWords>> = {
  rocAuc: { title: 'ROC AUC', hint: 'Chance that a positive row is ranked above a negative one; 0.5 is guessing' },
  prAuc: { title: 'PR AUC', hint: 'Average precision over all recalls; guessing gives the base rate' },
  logLoss: { title: 'Log loss', hint: 'Surprise at what came, in nats; lower is better' },
  brier: { title: 'Brier score', hint: 'Mean squared error of the probability; lower is better' },
  calibrationError: { title: 'Calibration error', hint: 'Mean distance of predicted and observed rate over ten bins' },
  calibrationSlope: { title: 'Calibration slope', hint: 'Below 1 predictions are too extreme, above 1 too timid' },
  calibrationRatio: { title: 'Calibration ratio', hint: 'Mean prediction over base rate; 1 is right on average' },
  meanPrediction: { title: 'Mean prediction', hint: 'Average of the predictions' },
  baseRate: { title: 'Base rate', hint: 'Share of positive rows' },
  meanLabel: { title: 'Mean label', hint: 'Average of the labels' },
  accuracy: { title: 'Accuracy', hint: 'Share of rows with the right class' },
  balancedAccuracy: { title: 'Balanced accuracy', hint: 'Mean recall of the classes' },
  precision: { title: 'Precision', hint: 'Share of positives among those called positive' },
  recall: { title: 'Recall', hint: 'Share of the positives that were called so' },
  specificity: { title: 'Specificity', hint: 'Share of the negatives that were called so' },
  negativePredictiveValue: {
    title: 'Negative predictive value',
    hint: 'Share of negatives among those called negative',
  },
  predictedPositiveRate: { title: 'Called positive', hint: 'Share of rows at or above the decision threshold' },
  f1: { title: 'F1', hint: 'Harmonic mean of precision and recall' },
  mcc: { title: "Matthews' coefficient", hint: 'Correlation of predicted and actual class' },
  gini: { title: 'Gini', hint: 'Twice the ROC AUC minus 1' },
  ks: { title: 'Kolmogorov-Smirnov', hint: "Largest distance of the two classes' score distributions" },
  constantLogLoss: { title: 'Log loss of a constant', hint: 'What always predicting the base rate costs' },
  logLossSkill: { title: 'Log loss skill', hint: 'Share of the constant predictor’s log loss that is saved' },
  constantBrier: { title: 'Brier of a constant', hint: 'What always predicting the base rate costs' },
  brierSkill: { title: 'Brier skill', hint: 'Share of the constant predictor’s Brier score that is saved' },
  macroPrecision: { title: 'Macro precision', hint: 'Precision averaged over the classes' },
  macroRecall: { title: 'Macro recall', hint: 'Recall averaged over the classes' },
  macroF1: { title: 'Macro F1', hint: 'F1 averaged over the classes' },
  microF1: { title: 'Micro F1', hint: 'F1 of all decisions together: the accuracy' },
  weightedPrecision: { title: 'Weighted precision', hint: 'Precision averaged by class size' },
  weightedRecall: { title: 'Weighted recall', hint: 'Recall averaged by class size' },
  weightedF1: { title: 'Weighted F1', hint: 'F1 averaged by class size' },
  macroRocAuc: { title: 'Macro ROC AUC', hint: 'ROC AUC of one class against the rest, averaged' },
  kappa: { title: "Cohen's kappa", hint: 'Agreement beyond chance' },
  rmse: { title: 'RMSE', hint: 'Root of the mean squared error' },
  mae: { title: 'MAE', hint: 'Mean absolute error' },
  mse: { title: 'MSE', hint: 'Mean squared error' },
  medianAbsoluteError: { title: 'Median error', hint: 'Median of the absolute errors' },
  r2: { title: 'R²', hint: 'Share of the variance that is explained; 0 is the mean as prediction' },
  explainedVariance: { title: 'Explained variance', hint: 'As R², forgiving a constant offset' },
  meanError: { title: 'Mean error', hint: 'Prediction minus label: the offset' },
  mape: { title: 'MAPE', hint: 'Mean absolute error as a share of the label, rows with label 0 left out' },
  smape: { title: 'SMAPE', hint: 'Absolute error over the mean size of label and prediction' },
  maxError: { title: 'Largest error', hint: 'Largest absolute error of all rows' },
  pearson: { title: 'Pearson', hint: 'Linear correlation of prediction and label' },
  spearman: { title: 'Spearman', hint: 'Correlation of their ranks' },
  constantRmse: { title: 'RMSE of a constant', hint: 'What always predicting the mean costs' },
  rmseSkill: { title: 'RMSE skill', hint: 'Share of the constant predictor’s RMSE that is saved' },
};

export function describeMetric(name: string): MetricWords {
  const top = /^top(\d+)Accuracy$/.exec(name);
  if (top !== null)
    return { title: `Top-${top[1]} accuracy`, hint: `Share of rows whose class is among the ${top[1]} most probable` };
  return words[name] ?? { title: name, hint: name };
}

/** The metrics that a reader looks at first, with what a constant prediction gets where that is known. */
export function headlineMetrics(task: Task): readonly { readonly name: string; readonly constant?: string | number }[] {
  switch (task) {
    case 'binary':
      return [
        { name: 'rocAuc', constant: 0.5 },
        { name: 'prAuc', constant: 'baseRate' },
        { name: 'logLoss', constant: 'constantLogLoss' },
        { name: 'brier', constant: 'constantBrier' },
        { name: 'calibrationError' },
        { name: 'f1' },
      ];
    case 'multi-class':
      return [
        { name: 'accuracy' },
        { name: 'macroF1' },
        { name: 'macroRocAuc', constant: 0.5 },
        { name: 'logLoss', constant: 'constantLogLoss' },
        { name: 'calibrationError' },
        { name: 'kappa', constant: 0 },
      ];
    case 'regression':
      return [
        { name: 'rmse', constant: 'constantRmse' },
        { name: 'mae' },
        { name: 'medianAbsoluteError' },
        { name: 'r2', constant: 0 },
        { name: 'meanError', constant: 0 },
        { name: 'spearman', constant: 0 },
      ];
  }
}

/** Four significant digits, fewer behind the point for large numbers. */
export function formatNumber(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(2).replace('e+', 'e');
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return value.toFixed(digits).replace('-', '−');
}

export function formatSigned(value: number | null): string {
  if (value === null) return '–';
  return value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}

/** 115,000 with thin spaces would be missed by searches: commas. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

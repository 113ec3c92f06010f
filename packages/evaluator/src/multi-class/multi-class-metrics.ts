/** Names in order; `top3Accuracy` stands for the k that was asked for. */
export function multiClassMetricNames(topK: number): readonly string[] {
  return [
    'accuracy',
    `top${topK}Accuracy`,
    'balancedAccuracy',
    'macroPrecision',
    'macroRecall',
    'macroF1',
    'microF1',
    'weightedPrecision',
    'weightedRecall',
    'weightedF1',
    'macroRocAuc',
    'logLoss',
    'brier',
    'calibrationError',
    'kappa',
    'mcc',
    'constantLogLoss',
    'logLossSkill',
  ];
}

export interface MultiClassSums {
  readonly classCount: number;
  /** Weights by actual class (outer) and predicted class (inner). */
  readonly confusion: Float64Array;
  /** Weights by actual class; of the same resample as the sums below. */
  readonly classWeights: Float64Array;
  readonly topHits: number;
  readonly logLoss: number;
  readonly brier: number;
  /** Sum over the bins of |correct - confidence|. */
  readonly calibrationGap: number;
  readonly macroRocAuc: number;
}

/** All metrics in the order of the names. Averages over classes follow scikit-learn with `zero_division=0`. */
export function multiClassMetrics(sums: MultiClassSums): Float64Array {
  const { classCount, confusion, classWeights } = sums;
  const actual = new Float64Array(classCount);
  const predicted = new Float64Array(classCount);
  let total = 0;
  let correct = 0;
  for (let a = 0; a < classCount; a++) {
    for (let p = 0; p < classCount; p++) {
      const weight = confusion[a * classCount + p]!;
      actual[a]! += weight;
      predicted[p]! += weight;
      total += weight;
      if (a === p) correct += weight;
    }
  }
  const averages = averageClasses(confusion, actual, predicted);
  let agreement = 0;
  let actualSquares = 0;
  let predictedSquares = 0;
  for (let c = 0; c < classCount; c++) {
    agreement += actual[c]! * predicted[c]!;
    actualSquares += actual[c]! * actual[c]!;
    predictedSquares += predicted[c]! * predicted[c]!;
  }
  const lossTotal = classWeights.reduce((sum, weight) => sum + weight, 0);
  const logLoss = sums.logLoss / lossTotal;
  const constantLogLoss = classWeights.reduce((sum, weight) => {
    const share = weight / lossTotal;
    return share > 0 ? sum - share * Math.log(share) : sum;
  }, 0);
  return Float64Array.of(
    correct / total,
    sums.topHits / lossTotal,
    averages.balancedAccuracy,
    averages.macroPrecision,
    averages.macroRecall,
    averages.macroF1,
    correct / total,
    averages.weightedPrecision,
    averages.weightedRecall,
    averages.weightedF1,
    sums.macroRocAuc,
    logLoss,
    sums.brier / lossTotal,
    sums.calibrationGap / lossTotal,
    // Cohen's kappa: agreement beyond what the margins give by chance.
    (correct * total - agreement) / (total * total - agreement),
    // Gorodkin's R_K, which is Matthews' coefficient for two classes.
    (correct * total - agreement) / Math.sqrt((total * total - predictedSquares) * (total * total - actualSquares)),
    constantLogLoss,
    1 - logLoss / constantLogLoss,
  );
}

interface ClassAverages {
  readonly balancedAccuracy: number;
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  readonly weightedPrecision: number;
  readonly weightedRecall: number;
  readonly weightedF1: number;
}

function averageClasses(confusion: Float64Array, actual: Float64Array, predicted: Float64Array): ClassAverages {
  const classCount = actual.length;
  const macro = { precision: 0, recall: 0, f1: 0 };
  const weighted = { precision: 0, recall: 0, f1: 0 };
  let actualClasses = 0;
  let seenClasses = 0;
  let recallSum = 0;
  let total = 0;
  for (let c = 0; c < classCount; c++) {
    if (actual[c] === 0 && predicted[c] === 0) continue;
    const hits = confusion[c * classCount + c]!;
    const precision = predicted[c]! > 0 ? hits / predicted[c]! : 0;
    const recall = actual[c]! > 0 ? hits / actual[c]! : 0;
    const f1 = (2 * hits) / (actual[c]! + predicted[c]!);
    seenClasses++;
    if (actual[c]! > 0) {
      actualClasses++;
      recallSum += recall;
    }
    macro.precision += precision;
    macro.recall += recall;
    macro.f1 += f1;
    weighted.precision += actual[c]! * precision;
    weighted.recall += actual[c]! * recall;
    weighted.f1 += actual[c]! * f1;
    total += actual[c]!;
  }
  return {
    balancedAccuracy: recallSum / actualClasses,
    macroPrecision: macro.precision / seenClasses,
    macroRecall: macro.recall / seenClasses,
    macroF1: macro.f1 / seenClasses,
    weightedPrecision: weighted.precision / total,
    weightedRecall: weighted.recall / total,
    weightedF1: weighted.f1 / total,
  };
}

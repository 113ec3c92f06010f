/** Sums over the rows of each bin of one feature in one node; whole numbers (fixed point), exact. */
export interface FeatureHistogram {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly count: Float64Array;
}

export interface NodeTotals {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

/** What a split must respect. Scales turn the fixed-point sums into real ones. */
export interface SplitRules {
  readonly gradientScale: number;
  readonly hessianScale: number;
  readonly minChildRows: number;
  readonly minChildHessian: number;
  readonly l2: number;
  readonly minGain: number;
  readonly categorySmoothing: number;
  readonly categoryL2: number;
  readonly maxSplitCategories: number;
}

/** The best split of a node: which bins go left, and what is left then. */
export interface SplitCandidate {
  readonly feature: number;
  readonly gain: number;
  /** Numeric: bins up to this one go left. Categorical: -1. */
  readonly lastLeftBin: number;
  readonly missingLeft: boolean;
  /** Categorical: the bins that go left, ascending; otherwise empty. */
  readonly leftBins: readonly number[];
  readonly left: NodeTotals;
}

export interface ScannedFeature {
  readonly feature: number;
  readonly kind: 'numeric' | 'categorical';
  readonly missingBin: number;
}

/** Half of this is how much the loss falls when a node with these sums gets its own value (Chen and Guestrin 2016, eq. 6). */
function score(gradient: number, hessian: number, l2: number): number {
  return (gradient * gradient) / (hessian + l2);
}

/** The best split of one feature, or undefined when none gains. Equal gains: the smaller bin, then missing to the right. */
export function scanFeature(
  feature: ScannedFeature,
  histogram: FeatureHistogram,
  context: { readonly totals: NodeTotals; readonly rules: SplitRules },
): SplitCandidate | undefined {
  return feature.kind === 'numeric'
    ? scanNumeric(feature, histogram, context)
    : scanCategorical(feature, histogram, context);
}

type ScanContext = Parameters<typeof scanFeature>[2];

function scanNumeric(
  { feature, missingBin }: ScannedFeature,
  { gradient, hessian, count }: FeatureHistogram,
  { totals, rules }: ScanContext,
): SplitCandidate | undefined {
  const { gradientScale, hessianScale, minChildRows, minChildHessian, l2 } = rules;
  const parentScore = score(totals.gradient * gradientScale, totals.hessian * hessianScale, l2);
  const missingCount = count[missingBin]!;
  let best: SplitCandidate | undefined;
  let bestGain = rules.minGain;
  const directions = missingCount > 0 ? 2 : 1;
  for (let direction = 0; direction < directions; direction++) {
    let leftGradient = direction === 1 ? gradient[missingBin]! : 0;
    let leftHessian = direction === 1 ? hessian[missingBin]! : 0;
    let leftCount = direction === 1 ? missingCount : 0;
    for (let bin = 0; bin < missingBin; bin++) {
      if (count[bin]! === 0) continue;
      leftGradient += gradient[bin]!;
      leftHessian += hessian[bin]!;
      leftCount += count[bin]!;
      const rightCount = totals.count - leftCount;
      if (rightCount < minChildRows) break;
      if (leftCount < minChildRows) continue;
      const rightHessian = totals.hessian - leftHessian;
      if (leftHessian * hessianScale < minChildHessian || rightHessian * hessianScale < minChildHessian) continue;
      const gain =
        score(leftGradient * gradientScale, leftHessian * hessianScale, l2) +
        score((totals.gradient - leftGradient) * gradientScale, rightHessian * hessianScale, l2) -
        parentScore;
      if (gain > bestGain) {
        bestGain = gain;
        best = {
          feature,
          gain,
          lastLeftBin: bin,
          // Without missing rows in the node a missing value takes the way of the larger child.
          missingLeft: missingCount > 0 ? direction === 1 : leftCount > rightCount,
          leftBins: [],
          left: { gradient: leftGradient, hessian: leftHessian, count: leftCount },
        };
      }
    }
  }
  return best;
}

/**
 * Categories (missing among them) in the order of gradient / (hessian + smoothing), then the best cut of that order from
 * either end (Fisher 1958; the smoothing and the caps are LightGBM's).
 */
function scanCategorical(
  { feature, missingBin }: ScannedFeature,
  { gradient, hessian, count }: FeatureHistogram,
  { totals, rules }: ScanContext,
): SplitCandidate | undefined {
  const { gradientScale, hessianScale, minChildRows, minChildHessian, categorySmoothing, maxSplitCategories } = rules;
  const l2 = rules.l2 + rules.categoryL2;
  const parentScore = score(totals.gradient * gradientScale, totals.hessian * hessianScale, rules.l2);
  const present: number[] = [];
  const order = new Float64Array(missingBin + 1);
  for (let bin = 0; bin <= missingBin; bin++) {
    if (count[bin]! === 0 || count[bin]! < categorySmoothing) continue;
    present.push(bin);
    order[bin] = (gradient[bin]! * gradientScale) / (hessian[bin]! * hessianScale + categorySmoothing);
  }
  present.sort((a, b) => order[a]! - order[b]! || a - b);
  const longest = Math.min(maxSplitCategories, present.length);
  let best: { readonly direction: number; readonly length: number; readonly left: NodeTotals } | undefined;
  let bestGain = rules.minGain;
  for (let direction = 0; direction < 2; direction++) {
    let leftGradient = 0;
    let leftHessian = 0;
    let leftCount = 0;
    for (let length = 1; length <= longest; length++) {
      const bin = present[direction === 0 ? length - 1 : present.length - length]!;
      leftGradient += gradient[bin]!;
      leftHessian += hessian[bin]!;
      leftCount += count[bin]!;
      const rightCount = totals.count - leftCount;
      if (rightCount < minChildRows) break;
      if (leftCount < minChildRows) continue;
      const rightHessian = totals.hessian - leftHessian;
      if (leftHessian * hessianScale < minChildHessian || rightHessian * hessianScale < minChildHessian) continue;
      const gain =
        score(leftGradient * gradientScale, leftHessian * hessianScale, l2) +
        score((totals.gradient - leftGradient) * gradientScale, rightHessian * hessianScale, l2) -
        parentScore;
      if (gain > bestGain) {
        bestGain = gain;
        best = { direction, length, left: { gradient: leftGradient, hessian: leftHessian, count: leftCount } };
      }
    }
  }
  if (best === undefined) return undefined;
  const { direction, length, left } = best;
  const chosen = direction === 0 ? present.slice(0, length) : present.slice(present.length - length);
  const leftBins = chosen.sort((a, b) => a - b);
  return { feature, gain: bestGain, lastLeftBin: -1, missingLeft: leftBins.includes(missingBin), leftBins, left };
}

import { requireOptions } from '@millrace/core';
import { checkSettings } from '../settings.ts';

export interface TreeSettings {
  /** Boosting rounds at most; a multi-class model has one tree per class and round. @defaultValue 200 */
  readonly trees?: number | undefined;
  /** Share of each tree's answer that is kept, in (0, 1]. @defaultValue 0.1 */
  readonly learningRate?: number | undefined;
  /** Splits from the root to a leaf at most, 1 to 16. @defaultValue 6 */
  readonly maxDepth?: number | undefined;
  /**
   * Leaves at most, or 0 for no limit but the depth. With a limit the leaf with the largest gain is split first
   * (leaf-wise growth); without one every leaf that gains is split, level by level. @defaultValue 0
   */
  readonly maxLeaves?: number | undefined;
  /** Training rows that a leaf must hold. @defaultValue 20 */
  readonly minChildRows?: number | undefined;
  /** Sum of second derivatives (for regression: of weights) that a leaf must hold. @defaultValue 0.001 */
  readonly minChildHessian?: number | undefined;
  /** L2 penalty on leaf values. @defaultValue 1 */
  readonly l2?: number | undefined;
  /** Loss reduction that a split must exceed. @defaultValue 0 */
  readonly minGain?: number | undefined;
  /** Bins of a numeric feature, missing not counted, 2 to 255. @defaultValue 63 */
  readonly bins?: number | undefined;
  /** Share of rows drawn for each tree, in (0, 1]. @defaultValue 1 */
  readonly rowSampling?: number | undefined;
  /** Share of features drawn for each tree, in (0, 1]. @defaultValue 1 */
  readonly featureSampling?: number | undefined;
  /** Added to the second derivatives of a category when categories are ordered; categories with fewer rows stay together. @defaultValue 10 */
  readonly categorySmoothing?: number | undefined;
  /** L2 penalty added to `l2` when the gain of a categorical split is weighed. @defaultValue 10 */
  readonly categoryL2?: number | undefined;
  /** Categories that a split can name at most; the others go the other way. @defaultValue 32 */
  readonly maxSplitCategories?: number | undefined;
  /** With validation rows: stop when their loss has not fallen for so many rounds, and keep the best round. 0 never stops. @defaultValue 20 */
  readonly earlyStoppingRounds?: number | undefined;
}

/** Settings with every default filled in. */
export type ResolvedTreeSettings = { readonly [TName in keyof TreeSettings]-?: number };

/** Fills defaults and checks ranges. Throws `TRAINER_INVALID_SETTING`. */
export function resolveTreeSettings(settings: TreeSettings): ResolvedTreeSettings {
  requireOptions(settings, 'gradientBoostedTrees');
  const {
    trees = 200,
    learningRate = 0.1,
    maxDepth = 6,
    maxLeaves = 0,
    minChildRows = 20,
    minChildHessian = 0.001,
    l2 = 1,
    minGain = 0,
    bins = 63,
    rowSampling = 1,
    featureSampling = 1,
    categorySmoothing = 10,
    categoryL2 = 10,
    maxSplitCategories = 32,
    earlyStoppingRounds = 20,
  } = settings;
  const resolved: ResolvedTreeSettings = {
    trees,
    learningRate,
    maxDepth,
    maxLeaves,
    minChildRows,
    minChildHessian,
    l2,
    minGain,
    bins,
    rowSampling,
    featureSampling,
    categorySmoothing,
    categoryL2,
    maxSplitCategories,
    earlyStoppingRounds,
  };
  const { whole, share, penalty, check } = checkSettings('gradientBoostedTrees', settings, resolved);
  whole('trees', 1, 100_000);
  share('learningRate');
  whole('maxDepth', 1, 16);
  const isLimit = maxLeaves === 0 || (Number.isInteger(maxLeaves) && maxLeaves >= 2 && maxLeaves <= 65_536);
  check('maxLeaves', isLimit, 'a whole number from 2 to 65536, or 0 for no limit');
  whole('minChildRows', 1, 2 ** 31);
  penalty('minChildHessian');
  penalty('l2');
  penalty('minGain');
  whole('bins', 2, 255);
  share('rowSampling');
  share('featureSampling');
  penalty('categorySmoothing');
  penalty('categoryL2');
  whole('maxSplitCategories', 1, 255);
  whole('earlyStoppingRounds', 0, 100_000);
  return resolved;
}

import { invalidSetting, unknownSetting } from '../errors.ts';

export interface TreeSettings {
  /** Boosting rounds at most; a multi-class model has one tree per class and round. @defaultValue 200 */
  readonly trees?: number | undefined;
  /** Share of each tree's answer that is kept, in (0, 1]. @defaultValue 0.1 */
  readonly learningRate?: number | undefined;
  /** Splits from the root to a leaf at most, 1 to 16. @defaultValue 6 */
  readonly maxDepth?: number | undefined;
  /**
   * Leaves at most. When given, the leaf with the largest gain is split first (leaf-wise growth); otherwise every leaf
   * that gains is split, level by level.
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

/** Settings with every default filled in; `maxLeaves` 0 means no limit. */
export type ResolvedTreeSettings = { readonly [TName in keyof TreeSettings]-?: number };

/** Fills defaults and checks ranges. Throws `TRAINER_INVALID_SETTING`. */
export function resolveTreeSettings(settings: TreeSettings): ResolvedTreeSettings {
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
  for (const name of Object.keys(settings)) {
    const known = Object.keys(resolved);
    if (!known.includes(name)) throw unknownSetting({ learner: 'gradientBoostedTrees', name, known });
  }
  const check = (name: keyof TreeSettings, isValid: boolean, expected: string): void => {
    if (!isValid) throw invalidSetting({ learner: 'gradientBoostedTrees', name, value: settings[name], expected });
  };
  const isWhole = (value: number, low: number, high: number): boolean =>
    Number.isInteger(value) && value >= low && value <= high;
  const isShare = (value: number): boolean => value > 0 && value <= 1;
  const isPenalty = (value: number): boolean => value >= 0 && Number.isFinite(value);
  check('trees', isWhole(trees, 1, 100_000), 'a whole number from 1 to 100000');
  check('learningRate', isShare(learningRate), 'a number above 0 and at most 1');
  check('maxDepth', isWhole(maxDepth, 1, 16), 'a whole number from 1 to 16');
  check(
    'maxLeaves',
    settings.maxLeaves === undefined || isWhole(maxLeaves, 2, 65_536),
    'a whole number from 2 to 65536',
  );
  check('minChildRows', isWhole(minChildRows, 1, 2 ** 31), 'a whole number of at least 1');
  check('minChildHessian', isPenalty(minChildHessian), 'a finite number of at least 0');
  check('l2', isPenalty(l2), 'a finite number of at least 0');
  check('minGain', isPenalty(minGain), 'a finite number of at least 0');
  check('bins', isWhole(bins, 2, 255), 'a whole number from 2 to 255');
  check('rowSampling', isShare(rowSampling), 'a number above 0 and at most 1');
  check('featureSampling', isShare(featureSampling), 'a number above 0 and at most 1');
  check('categorySmoothing', isPenalty(categorySmoothing), 'a finite number of at least 0');
  check('categoryL2', isPenalty(categoryL2), 'a finite number of at least 0');
  check('maxSplitCategories', isWhole(maxSplitCategories, 1, 255), 'a whole number from 1 to 255');
  check('earlyStoppingRounds', isWhole(earlyStoppingRounds, 0, 100_000), 'a whole number of at least 0');
  return resolved;
}

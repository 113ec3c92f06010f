import { requireOptions } from '@millrace/core';
import { checkSettings } from '../settings.ts';

export interface NetSettings {
  /** Widths of the hidden layers, one to eight of 1 to 4096 each. @defaultValue [128, 64] */
  readonly hidden?: readonly number[] | undefined;
  /**
   * Passes over the rows at most. 0: as many as 1,000 batches take, 5 at least and 100 at most, so that small tables are
   * learned as well. @defaultValue 0
   */
  readonly epochs?: number | undefined;
  /** Rows of a batch at most. Tables of fewer than 32 batches are cut into smaller ones, down to 32 rows. @defaultValue 2048 */
  readonly batchSize?: number | undefined;
  /**
   * Bins of a numeric feature, each with an embedding beside the number itself, which bends where a line cannot: 2 to 255,
   * or 0 for none. @defaultValue 32
   */
  readonly bins?: number | undefined;
  /** Step size of Adam at the start; it falls to 0 along a cosine until the last batch. @defaultValue 0.005 */
  readonly learningRate?: number | undefined;
  /** Share of each hidden layer that is left out of a batch, from 0 up to 1. @defaultValue 0 */
  readonly dropout?: number | undefined;
  /** Half of it times the squared weights (not the biases) is added to the loss. @defaultValue 0 */
  readonly l2?: number | undefined;
  /** With validation rows: stop when their loss has not fallen for so many epochs, and keep the best. 0 never stops. @defaultValue 3 */
  readonly earlyStoppingEpochs?: number | undefined;
}

/** Settings with every default filled in. */
export interface ResolvedNetSettings {
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly bins: number;
  readonly learningRate: number;
  readonly dropout: number;
  readonly l2: number;
  readonly earlyStoppingEpochs: number;
}

/** Fills defaults and checks ranges. Throws `TRAINER_INVALID_SETTING` and `TRAINER_UNKNOWN_SETTING`. */
export function resolveNetSettings(learner: string, settings: NetSettings): ResolvedNetSettings {
  requireOptions(settings, learner);
  const {
    hidden = [128, 64],
    epochs = 0,
    batchSize = 2048,
    bins = 32,
    learningRate = 0.005,
    dropout = 0,
    l2 = 0,
    earlyStoppingEpochs = 3,
  } = settings;
  const resolved: ResolvedNetSettings = {
    hidden: Array.isArray(hidden) ? [...hidden] : hidden,
    epochs,
    batchSize,
    bins,
    learningRate,
    dropout,
    l2,
    earlyStoppingEpochs,
  };
  const { whole, share, penalty, check } = checkSettings(learner, settings, resolved);
  const areWidths =
    Array.isArray(hidden) &&
    hidden.length >= 1 &&
    hidden.length <= 8 &&
    hidden.every((width) => Number.isInteger(width) && width >= 1 && width <= 4096);
  check('hidden', areWidths, 'one to eight whole numbers from 1 to 4096');
  whole('epochs', 0, 100_000);
  whole('batchSize', 1, 1_000_000);
  const areBins = bins === 0 || (Number.isInteger(bins) && bins >= 2 && bins <= 255);
  check('bins', areBins, 'a whole number from 2 to 255, or 0 for none');
  share('learningRate');
  check('dropout', typeof dropout === 'number' && dropout >= 0 && dropout < 1, 'a number from 0 up to 1');
  penalty('l2');
  whole('earlyStoppingEpochs', 0, 100_000);
  return resolved;
}

/** Batches of equal size, give or take a row, and how often they are passed. */
export function planBatches(
  rowCount: number,
  { batchSize, epochs }: ResolvedNetSettings,
): { readonly batches: number; readonly epochs: number } {
  const size = Math.min(batchSize, Math.max(32, Math.floor(rowCount / 32)));
  const batches = Math.ceil(rowCount / size);
  return { batches, epochs: epochs > 0 ? epochs : Math.min(100, Math.max(5, Math.ceil(1000 / batches))) };
}

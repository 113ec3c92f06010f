import type { Learner } from '@millrace/core';
import { resolveNetSettings, type NetSettings } from './net-settings.ts';

/**
 * A net of dense layers (rectified linear units) for binary, multi-class and regression tasks. Numeric features are
 * standardised inside, missing ones count as the mean and are told to the net; categories get embeddings. Same seed, data
 * and back end: the same model, bit for bit. Throws `TRAINER_INVALID_SETTING` and `TRAINER_UNKNOWN_SETTING`.
 */
export function mlp(settings: NetSettings = {}): Learner {
  const resolved = resolveNetSettings('mlp', settings);
  return {
    specVersion: 1,
    name: 'mlp',
    settings: { ...resolved, hidden: [...resolved.hidden] },
    fit: async (data, options) =>
      (await import('./fit-net.ts')).fitNet(data, options, { settings: resolved, isWide: false }),
  };
}

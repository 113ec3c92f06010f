import type { Learner } from '@millrace/core';
import { resolveNetSettings, type NetSettings } from './net-settings.ts';

/**
 * The net of `mlp` and a linear model beside it, learned together: their raw scores are added. The linear part remembers
 * what single categories and numbers do, the net what they do together (Cheng et al. 2016, "Wide & Deep Learning for
 * Recommender Systems"). Throws `TRAINER_INVALID_SETTING` and `TRAINER_UNKNOWN_SETTING`.
 */
export function wideAndDeep(settings: NetSettings = {}): Learner {
  const resolved = resolveNetSettings('wideAndDeep', settings);
  return {
    specVersion: 1,
    name: 'wideAndDeep',
    settings: { ...resolved, hidden: [...resolved.hidden] },
    fit: async (data, options) =>
      (await import('./fit-net.ts')).fitNet(data, options, { settings: resolved, isWide: true }),
  };
}

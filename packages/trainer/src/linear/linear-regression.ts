import { requireOptions, type Learner } from '@millrace/core';
import { taskNotSupported } from '../errors.ts';
import { checkSettings } from '../settings.ts';

export interface LinearRegressionSettings {
  /** Half of it times the squared weights of standardised features is added to half the mean squared error. @defaultValue 0 */
  readonly l2?: number | undefined;
  /** It times the absolute weights of standardised features is added; makes weights exactly 0. @defaultValue 0 */
  readonly l1?: number | undefined;
}

/**
 * Least squares for regression. Numeric features are standardised inside, missing values count as the mean, categories have
 * a weight each; a feature that others determine gets weight 0. Throws `TRAINER_INVALID_SETTING`.
 */
export function linearRegression(settings: LinearRegressionSettings = {}): Learner {
  requireOptions(settings, 'linearRegression');
  const { l2 = 0, l1 = 0 } = settings;
  const resolved = { l2, l1 };
  const { penalty } = checkSettings('linearRegression', settings, resolved);
  penalty('l2');
  penalty('l1');
  return {
    specVersion: 1,
    name: 'linearRegression',
    settings: resolved,
    async fit(data, options) {
      if (data.task !== 'regression') {
        throw taskNotSupported({ learner: 'linearRegression', task: data.task, instead: 'logisticRegression' });
      }
      const { fitLinear } = await import('./fit-linear.ts');
      return fitLinear(data, options, { ...resolved, maxIterations: 1000 });
    },
  };
}

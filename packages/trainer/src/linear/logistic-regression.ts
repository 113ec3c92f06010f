import { requireOptions, type Learner } from '@millrace/core';
import { taskNotSupported } from '../errors.ts';
import { checkSettings } from '../settings.ts';

export interface LogisticRegressionSettings {
  /** Half of it times the squared weights of standardised features is added to the mean log loss. @defaultValue 0.0001 */
  readonly l2?: number | undefined;
  /** It times the absolute weights of standardised features is added; makes weights exactly 0. @defaultValue 0 */
  readonly l1?: number | undefined;
  /** Iterations at most; the summary says whether they were enough. @defaultValue 500 */
  readonly maxIterations?: number | undefined;
}

/**
 * Logistic regression for two classes, multinomial for more. Numeric features are standardised inside, missing values count
 * as the mean, categories have a weight each. Throws `TRAINER_INVALID_SETTING`.
 */
export function logisticRegression(settings: LogisticRegressionSettings = {}): Learner {
  requireOptions(settings, 'logisticRegression');
  const { l2 = 0.0001, l1 = 0, maxIterations = 500 } = settings;
  const resolved = { l2, l1, maxIterations };
  const { penalty, whole } = checkSettings('logisticRegression', settings, resolved);
  penalty('l2');
  penalty('l1');
  whole('maxIterations', 1, 100_000);
  return {
    specVersion: 1,
    name: 'logisticRegression',
    settings: resolved,
    async fit(data, options) {
      if (data.task === 'regression') {
        throw taskNotSupported({ learner: 'logisticRegression', task: data.task, instead: 'linearRegression' });
      }
      const { fitLinear } = await import('./fit-linear.ts');
      return fitLinear(data, options, resolved);
    },
  };
}

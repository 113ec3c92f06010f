import type { EvaluationPayload, ModelBlessingPayload } from '@millrace/core';

export interface EvaluateResult {
  readonly evaluation: EvaluationPayload;
  readonly blessing: ModelBlessingPayload;
}

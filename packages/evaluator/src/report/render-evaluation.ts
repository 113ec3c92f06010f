import type { EvaluationPayload, ModelBlessingPayload } from '@millrace/core';

/** The evaluation as one HTML page that needs nothing else. */
export function renderEvaluation(evaluation: EvaluationPayload, blessing: ModelBlessingPayload): string {
  return `<!doctype html><title>${evaluation.label}</title>${String(blessing.blessed)}`;
}

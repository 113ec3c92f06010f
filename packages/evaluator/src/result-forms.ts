import type { EvaluationPayload, ModelBlessingPayload, OptionForm } from '@millrace/core';

/** What `evaluate` found, for callers that no compiler stops. */
export const evaluationForm: OptionForm = {
  expected: 'an evaluation, as `evaluate` gives (its part `evaluation`)',
  admits: (value) => {
    const { slices, droppedRows, diagnostics } = (value ?? {}) as Partial<EvaluationPayload>;
    return Array.isArray(slices) && droppedRows !== undefined && diagnostics !== undefined;
  },
};

/** What `evaluate` judged, for callers that no compiler stops. */
export const blessingForm: OptionForm = {
  expected: 'a blessing, as `evaluate` gives (its part `blessing`) or `judge`',
  admits: (value) => Array.isArray((value as Partial<ModelBlessingPayload> | null | undefined)?.reasons),
};

import { checkOptions, optionForms, type DriftReportPayload, type Engine } from '@millrace/core';
import type { DatasetInput } from '@millrace/data';
import { resolveThresholds, type DriftThresholds } from './alerts/drift-thresholds.ts';
import { labelsIncomplete, noReference } from './errors.ts';
import { labelRuleForm, type LabelRule } from './labels/label-rule.ts';
import type { RequestsInput } from './open-requests.ts';
import type { ReferenceInput } from './reference.ts';

export interface MonitorOptions {
  /** What the model learned from: examples, or their statistics. */
  readonly reference?: ReferenceInput | undefined;
  /** Of a reference with splits. @defaultValue `train`, else the first */
  readonly referenceSplit?: string | undefined;
  /** Earlier requests. With them predictions are compared too. */
  readonly previous?: RequestsInput | undefined;
  /** Data with what came to pass, as far as it is known. */
  readonly labels?: DatasetInput | undefined;
  /** Columns that a request and its label share. Needed with `labels`; they are not compared. */
  readonly keys?: readonly string[] | undefined;
  /** The label among the columns of `labels`. Needed with them. */
  readonly label?: LabelRule | undefined;
  /** Columns of the reference that requests must carry and that are compared. @defaultValue all that both have */
  readonly columns?: readonly string[] | undefined;
  readonly thresholds?: DriftThresholds | undefined;
  /** @defaultValue an embedded engine of its own */
  readonly engine?: Engine | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Compares what a model was asked with what it learned from (skew) and with what it was asked before (drift), column by
 * column; measures the predictions whose outcome has come; and says what is beyond its threshold.
 * Throws `MONITOR_NO_REFERENCE`, `MONITOR_LABELS_INCOMPLETE`, `MONITOR_NO_REQUEST_LOG`, `MONITOR_KEY_TYPES_DIFFER`.
 */
export async function monitor(requests: RequestsInput, options: MonitorOptions = {}): Promise<DriftReportPayload> {
  const { data, text, texts, object, engine: engineForm, signal: signalForm } = optionForms;
  checkOptions<MonitorOptions>(options, 'monitor', {
    reference: data,
    referenceSplit: text,
    previous: data,
    labels: data,
    keys: texts,
    label: labelRuleForm,
    columns: texts,
    thresholds: object,
    engine: engineForm,
    signal: signalForm,
  });
  const { reference, previous, labels, keys = [], label } = options;
  const thresholds = resolveThresholds(options.thresholds);
  if (reference === undefined && previous === undefined && labels === undefined) throw noReference();
  if (labels !== undefined && keys.length === 0) throw labelsIncomplete({ missing: 'keys' });
  if (labels !== undefined && label === undefined) throw labelsIncomplete({ missing: 'label' });

  const { compareAll } = await import('./compare-all.ts');
  return compareAll(requests, options, thresholds);
}

import type { EvaluatedSlice, EvaluationPayload, OmittedSlices } from '@millrace/core';
import { sampleBinary } from './binary/sample-binary.ts';
import { diagnose } from './diagnostics/diagnose.ts';
import type { EvaluateResult } from './evaluate-result.ts';
import { chooseMetrics, type ResolvedSettings } from './evaluation-settings.ts';
import { listMetrics } from './metric-definitions.ts';
import { sampleMultiClass } from './multi-class/sample-multi-class.ts';
import { estimateMetrics } from './numbers/estimate-metrics.ts';
import type { Resampling } from './numbers/metric-samples.ts';
import type { SliceRows, SliceSamples } from './numbers/slice-rows.ts';
import { sampleRegression } from './regression/sample-regression.ts';
import { gatherRows, sortTable, type EvaluationTable } from './rows/evaluation-table.ts';
import { findSlices } from './slices/find-slices.ts';
import { uniqueSlicings } from './slices/slice-spec.ts';
import { judge } from './thresholds/judge.ts';

/** What is known about the rows beside their numbers. */
export type EvaluationFacts = Pick<
  EvaluationPayload,
  'label' | 'classes' | 'candidate' | 'baseline' | 'droppedRows' | 'weight'
>;

/** Measures every slice of a table in memory, and judges it. */
export function evaluateTable(
  unsorted: EvaluationTable,
  facts: EvaluationFacts,
  settings: ResolvedSettings,
): EvaluateResult {
  const { task, rowCount } = unsorted;
  const { level, replicates, seed, decisionThreshold, topK } = settings;
  const chosen = chooseMetrics(settings, task);
  const names = listMetrics(task, topK);
  const table = sortTable(unsorted);
  const slices: EvaluatedSlice[] = [];
  const omittedSlices: OmittedSlices[] = [];
  const wanted = uniqueSlicings([...settings.slices, ...settings.thresholds.flatMap(({ slices: own }) => own ?? [])]);
  for (const spec of wanted) {
    const found = findSlices(spec, table, { minRows: settings.minSliceRows, maxSlices: settings.maxSlices });
    omittedSlices.push(...found.omitted);
    for (const { name, slicing, keys, rows } of found.slices) {
      const resampling = { replicates, seed, stream: hashName(name) };
      const samples = sampleSlice({ rows: gatherRows(table, rows), table, settings }, resampling);
      slices.push({
        name,
        slicing,
        keys,
        rowCount: rows.length,
        metrics: estimateMetrics(samples, names, { level, chosen }),
      });
    }
  }
  const [candidate, baseline] = diagnose(table, { decisionThreshold, classes: facts.classes });
  const evaluation: EvaluationPayload = {
    specVersion: 1,
    task,
    ...facts,
    rowCount,
    decisionThreshold: task === 'binary' ? decisionThreshold : null,
    intervals: replicates === 0 ? null : { method: 'poisson-bootstrap', level, replicates, seed },
    slices,
    omittedSlices,
    diagnostics: { candidate: candidate!, baseline: baseline ?? null },
  };
  return { evaluation, blessing: judge(evaluation, settings.thresholds) };
}

function sampleSlice(
  slice: { readonly rows: SliceRows; readonly table: EvaluationTable; readonly settings: ResolvedSettings },
  resampling: Resampling,
): SliceSamples {
  const { rows, table, settings } = slice;
  switch (table.task) {
    case 'binary':
      return sampleBinary(rows, settings.decisionThreshold, resampling);
    case 'multi-class':
      return sampleMultiClass(rows, { classCount: table.scoreWidth, topK: settings.topK }, resampling);
    case 'regression':
      return sampleRegression(rows, resampling);
  }
}

/** FNV-1a of the slice's name, made even: each slice draws from this stream and the next. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 2) * 2;
}

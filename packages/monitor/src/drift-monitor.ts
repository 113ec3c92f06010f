import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineComponent, parametersSchema } from '@millrace/core';
import { writePayload } from '@millrace/core/artifacts';
import type { DriftThresholds } from './alerts/drift-thresholds.ts';
import type { LabelRule } from './labels/label-rule.ts';
import { monitor } from './monitor.ts';
import { renderDriftReport } from './report/render-drift-report.ts';

export interface DriftMonitorParameters {
  /** Columns that a request and its label share. */
  readonly keys?: readonly string[] | undefined;
  readonly label?: LabelRule | undefined;
  /** @defaultValue all columns that requests and reference have */
  readonly columns?: readonly string[] | undefined;
  /** Split of the reference. @defaultValue `train`, else the first */
  readonly referenceSplit?: string | undefined;
  readonly thresholds?: DriftThresholds | undefined;
}

const text = { type: 'string' } as const;
const number = { type: 'number' } as const;
const texts = { type: 'array', items: text } as const;

function object(properties: Readonly<Record<string, object>>, required: readonly string[] = []): object {
  return { type: 'object', required, additionalProperties: false, properties };
}

const limits = object({ warning: number, alert: number });
const measures = object({
  jensenShannon: limits,
  infinityNorm: limits,
  psi: limits,
  ks: limits,
  wasserstein: limits,
});
const performance = {
  type: 'object',
  additionalProperties: object({ min: number, max: number, severity: { enum: ['warning', 'alert'] } }),
};

const parameters = object({
  keys: texts,
  label: {
    anyOf: [
      text,
      object({ column: text, greaterThan: number }, ['column', 'greaterThan']),
      object({ column: text, lessThan: number }, ['column', 'lessThan']),
      object({ column: text, equals: { type: ['string', 'number', 'boolean'] } }, ['column', 'equals']),
    ],
  },
  columns: texts,
  referenceSplit: text,
  thresholds: object({
    values: measures,
    numbers: measures,
    columns: { type: 'object', additionalProperties: measures },
    missingRate: limits,
    unknownRate: limits,
    outOfRangeRate: limits,
    malformedRate: limits,
    labelCoverage: limits,
    performance,
    minLabels: { type: 'integer', minimum: 1 },
  }),
});

/**
 * Compares served requests with what the model learned from, with earlier requests, and with what came to pass; writes a drift
 * report and a page for people (`report.html` beside `drift-report.json`). It does not fail on an alert: the property
 * `hasAlerts` of its output says so.
 */
export const DriftMonitor = defineComponent({
  name: 'DriftMonitor',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: {
    requests: 'inferenceResult',
    reference: 'statistics?',
    examples: 'examples?',
    previous: 'inferenceResult?',
    labels: 'examples?',
  },
  outputs: { driftReport: 'driftReport' },
  parameters: parametersSchema<DriftMonitorParameters>(parameters),
  async run({ inputs, parameters: settings, engine, signal, publish }) {
    const { requests, reference, examples, previous, labels } = inputs;
    const report = await monitor(requests, {
      ...settings,
      reference: reference ?? examples,
      previous,
      labels,
      engine: await engine(),
      signal,
    });
    return {
      driftReport: await publish('driftReport', async (directory) => {
        await writePayload('driftReport', report, directory);
        await writeFile(path.join(directory, 'report.html'), renderDriftReport(report));
        return { hasAlerts: report.hasAlerts, alertCount: report.alerts.length };
      }),
    };
  },
});

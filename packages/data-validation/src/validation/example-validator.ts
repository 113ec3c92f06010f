import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineComponent, parametersSchema } from '@millrace/core';
import { anomaliesFound } from '../errors.ts';
import { renderStatisticsReport } from '../report/render-statistics-report.ts';
import { listAnomalies, totalAnomalies } from './validate.ts';
import { validateStatistics, type Severities } from './validate-statistics.ts';

export interface ExampleValidatorParameters {
  /** The least severity that fails the step. @defaultValue 'never' */
  readonly failOn?: 'error' | 'warning' | 'never' | undefined;
  /** Validates what the schema expects in this environment. @defaultValue every feature is expected */
  readonly environment?: string | undefined;
  /** Splits that are not looked at. @defaultValue none */
  readonly excludeSplits?: readonly string[] | undefined;
  /** Severities that differ from the default; `ignore` leaves a finding out. */
  readonly severities?: Severities | undefined;
}

/**
 * Validates statistics against a schema, and against earlier and served data. The anomalies artifact holds the findings and
 * a page for people, `report.html`; its properties say `blessed` (no errors) and count errors and warnings.
 */
export const ExampleValidator = defineComponent({
  name: 'ExampleValidator',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { statistics: 'statistics', schema: 'schema', previous: 'statistics?', serving: 'statistics?' },
  outputs: { anomalies: 'anomalies' },
  parameters: parametersSchema<ExampleValidatorParameters>({
    type: 'object',
    additionalProperties: false,
    properties: {
      failOn: { enum: ['error', 'warning', 'never'] },
      environment: { type: 'string' },
      excludeSplits: { type: 'array', items: { type: 'string' } },
      severities: { type: 'object', additionalProperties: { enum: ['error', 'warning', 'ignore'] } },
    },
  }),
  async run({ inputs, parameters, publish }) {
    const { readPayload, writePayload } = await import('@millrace/core/artifacts');
    const { failOn = 'never', environment, excludeSplits = [], severities } = parameters;
    const statistics = await readPayload(inputs.statistics);
    const schema = await readPayload(inputs.schema);
    const previous = inputs.previous === undefined ? undefined : await readPayload(inputs.previous);
    const serving = inputs.serving === undefined ? undefined : await readPayload(inputs.serving);
    const splits = Object.keys(statistics.splits).filter((split) => !excludeSplits.includes(split));
    const payload = validateStatistics(statistics, schema, { previous, serving, environment, splits, severities });
    const totals = totalAnomalies(payload);
    const anomalies = await publish('anomalies', async (directory) => {
      await writePayload('anomalies', payload, directory);
      const page = renderStatisticsReport({
        left: { ...statistics, splits: Object.fromEntries(splits.map((split) => [split, statistics.splits[split]!])) },
        right: previous ?? serving,
        rightName: previous === undefined ? 'serving data' : 'previous data',
        anomalies: payload,
        schema,
        title: 'Examples against their schema',
      });
      await writeFile(path.join(directory, 'report.html'), page);
      return { ...totals };
    });
    const isFailed = failOn !== 'never' && (!totals.blessed || (failOn === 'warning' && totals.warningCount > 0));
    if (isFailed) {
      const report = path.join(anomalies.path, 'report.html');
      throw anomaliesFound({ ...totals, lines: listAnomalies(payload), report, anomalies: payload });
    }
    return { anomalies };
  },
});

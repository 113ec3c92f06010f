import type { FeatureRow } from '@millrace/core';
import type { ComparedMetric, FlightsSummary } from './summary.ts';

const count = (value: number): string => value.toLocaleString('en-US');
const fixed = (value: number | null | undefined, digits = 4): string =>
  value === null || value === undefined ? '-' : value.toFixed(digits);
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** The summary as a person reads it. */
export function describeSummary(summary: FlightsSummary): string {
  const { data, statistics, anomalies, metrics, slices, blessing, infraBlessing, pushed, prediction, drift, reports } =
    summary;
  const weakest = slices.weakest
    .map(({ name, rocAuc }) => `${name.replace('origin = ', '')} ${fixed(rocAuc, 3)}`)
    .join(', ');
  const lines = [
    '',
    `Will this flight arrive more than 15 minutes late?  Asked at departure, judged on the week from ${summary.evaluationWeek}`,
    '',
    section('Data', [
      `${count(data.rows)} flights in ${data.weeks} weeks read, ${count(data.validatedRows)} validated, ${count(data.joinedRows)} joined with what was known at departure`,
      `delays from ${count(statistics.minDelay)} to ${count(statistics.maxDelay)} minutes, mean ${fixed(statistics.meanDelay, 2)}; ${statistics.airports} airports`,
    ]),
    section('Anomalies', [
      `${anomalies.total} found: ${count(anomalies.impossibleDelays)} flights land more than an hour early, ${count(anomalies.duplicateRows)} rows repeat another`,
      ...anomalies.examples.slice(0, 4).map((example) => `- ${example}`),
    ]),
    section('Training', [
      `${summary.learner} on ${count(data.trainRows)} flights, ${data.features} raw columns; ${count(data.notLandedRows)} flights left out that had not landed when the week began`,
    ]),
    section('Quality', [
      `${'on'.padEnd(20)}${count(data.evaluationRows)} flights`.padEnd(46) + 'ticket only    constant',
      metric('ROC AUC', metrics.rocAuc),
      metric('log loss', metrics.logLoss),
      metric('Brier score', metrics.brier),
      metric('calibration error', metrics.calibrationError),
      `${count(slices.evaluated)} slices; weakest large airports: ${weakest === '' ? 'none has 1,000 flights' : weakest}`,
    ]),
    section(blessing.blessed ? 'Blessed' : 'NOT blessed', [
      ...blessing.reasons.map((reason) => `- ${reason}`),
      `- ${infraBlessing.blessed ? 'Loads' : 'Does NOT load'} in a fresh server and answers ${infraBlessing.rowCount} rows as it did in training.`,
    ]),
    section('Served', [
      pushed.version === null ? 'nothing was pushed' : `version ${pushed.version} in ${pushed.destination}`,
      ...(prediction === null
        ? []
        : [`asked over HTTP: ${describeFlight(prediction.instance)}: late with ${percent(prediction.probability)}`]),
    ]),
    section('Watched', [
      `week from ${drift.week}: ${count(drift.requests)} requests, ${drift.comparedColumns} columns compared with training, ${drift.alerts.length} alerts`,
      ...drift.alerts.slice(0, 4).map((alert) => `- ${alert}`),
      `labels for ${percent(drift.labelCoverage)}: realised ROC AUC ${fixed(drift.realised['rocAuc'])}, log loss ${fixed(drift.realised['logLoss'])}, calibration error ${fixed(drift.realised['calibrationError'])}`,
    ]),
    section('Reports', [reports.statistics, reports.evaluation, reports.drift]),
    `${summary.steps.total} steps, ${summary.steps.cached} of them cached, in ${summary.seconds.toFixed(1)} s (run ${summary.runId})`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function describeFlight({ origin, destination, date }: FeatureRow): string {
  return `${String(origin)} to ${String(destination)}, ${String(date).slice(0, 16).replace('T', ' ')}`;
}

function section(title: string, [first = '', ...others]: readonly string[]): string {
  return [`${title.padEnd(14)}${first}`, ...others.map((line) => `${' '.repeat(14)}${line}`)].join('\n') + '\n';
}

function metric(name: string, { value, lower, upper, ticketOnly, constant }: ComparedMetric): string {
  const interval = lower === null || upper === null ? '' : `[${fixed(lower)}, ${fixed(upper)}]`;
  return `${name.padEnd(20)}${fixed(value)}  ${interval.padEnd(18)}${fixed(ticketOnly).padStart(11)}${fixed(constant).padStart(12)}`;
}

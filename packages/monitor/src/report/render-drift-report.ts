import { checkArgument, type DriftAlert, type DriftReportPayload, type RealisedPerformance } from '@millrace/core';
import { html, trustedText, type Html } from '@millrace/core/report';
import { renderComparison } from './column-card.ts';
import { drawDays } from './draw-days.ts';
import { formatCount, formatNumber, formatShare, formatTime } from './format.ts';
import { reportStyle } from './report-style.ts';

/**
 * A drift report as one HTML page that needs nothing else and runs no script: the alerts, what became of the predictions, and
 * every column of the requests beside the reference, what has moved first.
 */
export function renderDriftReport(report: DriftReportPayload): string {
  checkArgument(
    report,
    {
      expected: 'a drift report, as `monitor` gives',
      admits: (value) => Array.isArray((value as Partial<DriftReportPayload> | null | undefined)?.comparisons),
    },
    { caller: 'renderDriftReport', argument: 'report' },
  );
  const { alerts, comparisons, performance, requests } = report;
  const names = [...new Set(requests.models.map(({ model }) => model))];
  const title = names.length === 0 ? 'Monitoring' : `Monitoring of ${names.join(', ')}`;
  const verdict = describeVerdict(alerts);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: ${verdict.text}</title>
        <style>
          ${trustedText(reportStyle)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <div class="title">
              <h1><bdi>${title}</bdi></h1>
              <span class="verdict ${verdict.className}">${verdict.text}</span>
            </div>
            ${renderFacts(report)}
          </header>
          ${alerts.length > 0 && html`<section class="card" style="padding:0" aria-label="Alerts">${renderAlerts(alerts)}</section>`}
          ${performance !== null && renderPerformance(performance)} ${comparisons.map(renderComparison)}
        </main>
      </body>
    </html>`;
  return `${page.markup.trimStart()}\n`;
}

function describeVerdict(alerts: readonly DriftAlert[]): { readonly text: string; readonly className: string } {
  const count = (severity: DriftAlert['severity']): number =>
    alerts.filter((alert) => alert.severity === severity).length;
  const [severe, mild] = [count('alert'), count('warning')];
  if (severe > 0) return { text: `${severe} ${severe === 1 ? 'alert' : 'alerts'}`, className: 'alert' };
  if (mild > 0) return { text: `${mild} ${mild === 1 ? 'warning' : 'warnings'}`, className: 'warning' };
  return { text: 'No alerts', className: 'fine' };
}

function renderFacts({ requests }: DriftReportPayload): Html {
  const { rowCount, firstTime, lastTime, models, malformedLines } = requests;
  return html`<ul class="facts">
    <li><b>${formatCount(rowCount)}</b> requests</li>
    ${firstTime !== null && lastTime !== null && html`<li>${formatTime(firstTime)} to ${formatTime(lastTime)} UTC</li>`}
    ${models.map(({ model, version, rowCount: rows }) => html`<li><bdi>${model}</bdi> version ${version}: ${formatCount(rows)}</li>`)}
    ${malformedLines !== null && malformedLines > 0 && html`<li><b>${formatCount(malformedLines)}</b> lines unreadable</li>`}
  </ul>`;
}

function renderAlerts(alerts: readonly DriftAlert[]): Html {
  return html`<ul class="alerts">
    ${alerts.map(
      ({ severity, message, value, threshold, measure }) =>
        html`<li class="${severity}">
          <span class="mark">${severity}</span>
          <p>${message}</p>
          <small title="${measure}">${formatNumber(value)}, limit ${formatNumber(threshold)}</small>
        </li>`,
    )}
  </ul>`;
}

const metricTitles: Readonly<Record<string, string>> = {
  logLoss: 'Log loss',
  rocAuc: 'ROC AUC',
  brier: 'Brier score',
  accuracy: 'Accuracy',
  calibrationError: 'Calibration error',
  meanPrediction: 'Mean prediction',
  baseRate: 'Observed rate',
  mae: 'Mean absolute error',
  rmse: 'RMSE',
  meanError: 'Mean error',
  meanLabel: 'Mean label',
};

// Documents on disk are sorted by name; the page puts what matters first.
function inOrderOfTitles<TValue>(
  metrics: readonly (readonly [string, TValue])[],
): readonly (readonly [string, TValue])[] {
  const order = Object.keys(metricTitles);
  return metrics.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

const countRequests = (count: number): string => (count === 1 ? '1 request' : `${formatCount(count)} requests`);

function renderPerformance(performance: RealisedPerformance): Html {
  const { labelledRows, coverage, ambiguousRows, keylessRows, unmatchedLabels, metrics } = performance;
  const notes = [
    ambiguousRows > 0 && `${countRequests(ambiguousRows)} with labels that differ got none`,
    keylessRows > 0 && `${countRequests(keylessRows)} without a complete key`,
    unmatchedLabels > 0 &&
      `${unmatchedLabels === 1 ? '1 label fits' : `${formatCount(unmatchedLabels)} labels fit`} no request`,
  ].filter((note) => note !== false);
  return html`<section aria-labelledby="performance">
    <h2 id="performance">
      What came to pass <small>${formatCount(labelledRows)} labels, ${formatShare(coverage)} of the requests</small>
    </h2>
    <div class="tiles">
      ${inOrderOfTitles(Object.entries(metrics)).map(
        ([name, value]) =>
          html`<article class="card tile">
            <h3>${metricTitles[name] ?? name}</h3>
            <p>${formatNumber(value)}</p>
          </article>`,
      )}
    </div>
    ${drawDays(performance)} ${notes.length > 0 && html`<p class="note">${notes.join('; ')}.</p>`}
  </section>`;
}

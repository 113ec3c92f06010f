import { checkArgument, type BlessingReason, type EvaluationPayload, type ModelBlessingPayload } from '@millrace/core';
import { html, trustedText, type Html } from '@millrace/core/report';
import { blessingForm, evaluationForm } from '../result-forms.ts';
import { describeMetric, formatCount } from './describe-metric.ts';
import { drawClasses, drawConfusion, drawDiagnostics } from './draw-diagnostics.ts';
import { renderMetricCards, renderMetricTable } from './metric-cards.ts';
import { reportScript } from './report-script.ts';
import { reportStyle } from './report-style.ts';
import { renderSlices } from './slice-table.ts';

/**
 * An evaluation as one HTML page that needs nothing else: the verdict with its reasons, the metrics beside those of the
 * baseline and of a constant prediction, curves, and the slices as a table to sort and filter. Without JavaScript the slices are a plain
 * table.
 */
export function renderEvaluation(evaluation: EvaluationPayload, blessing: ModelBlessingPayload): string {
  const place = { caller: 'renderEvaluation' };
  checkArgument(evaluation, evaluationForm, { ...place, argument: 'evaluation' });
  checkArgument(blessing, blessingForm, { ...place, argument: 'blessing' });
  const { label } = evaluation;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Evaluation of ${label}: ${blessing.blessed ? 'blessed' : 'not blessed'}</title>
        <style>
          ${trustedText(reportStyle)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <div class="title">
              <h1>Evaluation of <bdi>${label}</bdi></h1>
              <span class="verdict ${blessing.blessed ? 'passed' : 'failed'}"
                >${blessing.blessed ? 'Blessed' : 'Not blessed'}</span
              >
            </div>
            ${renderFacts(evaluation)}
          </header>
          <section aria-label="Verdict" class="card" style="padding:0">${renderReasons(blessing)}</section>
          <section aria-labelledby="metrics-title">
            <h2 id="metrics-title">All rows</h2>
            ${renderMetricCards(evaluation)} ${renderKey(evaluation)}
          </section>
          <section aria-label="Charts" style="margin-top:22px">
            <div class="charts">
              ${drawDiagnostics(evaluation)} ${drawConfusion(evaluation)} ${drawClasses(evaluation)}
            </div>
          </section>
          ${renderSlices(evaluation)}
          <details class="all-metrics">
            <summary>Every metric of all rows</summary>
            <div class="card">${renderMetricTable(evaluation)}</div>
          </details>
        </main>
        <script>
          ${trustedText(reportScript)};
        </script>
      </body>
    </html>`;
  return `${page.markup.trimStart()}\n`;
}

function renderFacts({ task, rowCount, droppedRows, candidate, baseline, intervals, weight }: EvaluationPayload): Html {
  const { missingLabel, missingPrediction } = droppedRows;
  const short = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 12);
  return html`<ul class="facts">
    <li><b>${formatCount(rowCount)}</b> rows</li>
    ${missingLabel > 0 && html`<li><b>${formatCount(missingLabel)}</b> left out: no label</li>`}
    ${missingPrediction > 0 && html`<li><b>${formatCount(missingPrediction)}</b> left out: no prediction</li>`}
    <li>${task}</li>
    ${weight !== null && html`<li>weighted by <bdi>${weight}</bdi></li>`}
    ${candidate !== null && html`<li>candidate <code title="${candidate}">${short(candidate)}</code></li>`}
    ${baseline !== null && html`<li>baseline <code title="${baseline}">${short(baseline)}</code></li>`}
    ${intervals !== null && html`<li>${Math.round(intervals.level * 100)} % intervals from ${intervals.replicates} resamples</li>`}
  </ul>`;
}

const statusWords = { passed: 'passed', failed: 'failed', 'rubber-stamped': 'not applied' } as const;

function renderReasons({ reasons }: ModelBlessingPayload): Html {
  return html`<ul class="reasons">
    ${reasons.map(
      (reason) =>
        html`<li class="${reason.status}">
          <span class="mark">${statusWords[reason.status]}</span>
          <div>
            <p>${nameRule(reason)}</p>
            <p class="said">${reason.message}</p>
            ${renderFailedSlices(reason)}
          </div>
        </li>`,
    )}
  </ul>`;
}

/** `rocAuc at least 0.7` as `ROC AUC at least 0.7`; a title in the middle of a sentence begins small, unless it is an acronym. */
function nameRule({ rule, metric }: BlessingReason): string {
  if (metric === null) return upperFirst(rule);
  const { title } = describeMetric(metric);
  const isAcronym = /^[A-Z\W\d]{2}/.test(title);
  return upperFirst(rule.replace(metric, isAcronym ? title : title[0]!.toLowerCase() + title.slice(1)));
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function renderFailedSlices({ failedSlices, judgedSlices }: BlessingReason): Html | undefined {
  if (judgedSlices < 2 || failedSlices.length < 2) return undefined;
  return html`<details>
    <summary>Where it fails</summary>
    <p>${failedSlices.join(' · ')}</p>
  </details>`;
}

function renderKey({ diagnostics, task }: EvaluationPayload): Html {
  return html`<p class="legend">
    <span><i class="key s0"></i>candidate</span
    >${diagnostics.baseline !== null && html`<span><i class="key s1"></i>baseline, same rows</span>`}<span
      ><i class="key dash"></i>${task === 'regression' ? 'the mean' : 'the base rate'} as a constant prediction</span
    >
  </p>`;
}

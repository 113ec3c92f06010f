import type { CalibrationBin, EvaluationPayload, ModelDiagnostics } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { normalQuantile, wilsonInterval } from '../numbers/percentile-interval.ts';
import { describeMetric, formatCount, formatNumber } from './describe-metric.ts';
import { createPlot, figure, linePath, niceTop, plotSize, round, type Plot } from './plot.ts';

interface Side {
  readonly name: string;
  readonly className: 's0' | 's1';
  readonly diagnostics: ModelDiagnostics;
}

/** The charts of an evaluation: how well rows are ranked, how honest predictions are, how they are spread. */
export function drawDiagnostics(evaluation: EvaluationPayload): Html {
  const { candidate, baseline } = evaluation.diagnostics;
  const sides: Side[] = [{ name: 'candidate', className: 's0', diagnostics: candidate }];
  if (baseline !== null) sides.push({ name: 'baseline', className: 's1', diagnostics: baseline });
  const hasCurves = candidate.curves !== null;
  return html`${hasCurves && drawRoc(evaluation, sides)} ${hasCurves && drawPrecisionRecall(evaluation, sides)}
  ${drawCalibration(evaluation, sides)} ${drawHistogram(evaluation, candidate)}`;
}

function legendEntry(
  { name, className }: Side,
  { metrics }: EvaluationPayload['slices'][number],
  metric: string,
): Html {
  const own = className === 's0' ? metrics[metric] : metrics[metric]?.baseline;
  const value = own === undefined || own === null ? undefined : html` <b>${formatNumber(own.value)}</b>`;
  return html`<i class="key ${className}"></i>${name}${value}`;
}

function drawRoc(evaluation: EvaluationPayload, sides: readonly Side[]): Html {
  const plot = createPlot({ x: [0, 1], y: [0, 1], xTitle: 'False positive rate', yTitle: 'True positive rate' });
  const all = evaluation.slices[0]!;
  return figure('ROC curve', {
    label: `ROC curve; area ${formatNumber(all.metrics['rocAuc']?.value ?? null)}`,
    body: html`${plot.frame}
      <path class="chance" d="${linePath(plot, [0, 1], [0, 1])}" />
      ${[...sides].reverse().map(({ className, diagnostics: { curves } }) => curves !== null && html`<path class="line ${className}" d="${linePath(plot, curves.roc.falsePositiveRate, curves.roc.truePositiveRate)}" />`)}`,
    legend: [...sides.map((side) => legendEntry(side, all, 'rocAuc')), html`<i class="key dash"></i>guessing`],
  });
}

function drawPrecisionRecall(evaluation: EvaluationPayload, sides: readonly Side[]): Html {
  const plot = createPlot({ x: [0, 1], y: [0, 1], xTitle: 'Recall', yTitle: 'Precision' });
  const all = evaluation.slices[0]!;
  const rate = all.metrics['baseRate']?.value ?? null;
  return figure('Precision and recall', {
    label: `Precision-recall curve; average precision ${formatNumber(all.metrics['prAuc']?.value ?? null)}`,
    body: html`${plot.frame}
    ${rate !== null && html`<path class="chance" d="${linePath(plot, [0, 1], [rate, rate])}" />`}
    ${[...sides].reverse().map(({ className, diagnostics: { curves } }) => curves !== null && html`<path class="line ${className}" d="${linePath(plot, curves.precisionRecall.recall, curves.precisionRecall.precision)}" />`)}`,
    legend: [...sides.map((side) => legendEntry(side, all, 'prAuc')), html`<i class="key dash"></i>base rate`],
  });
}

function drawCalibration(evaluation: EvaluationPayload, sides: readonly Side[]): Html {
  const { task } = evaluation;
  const isRate = task !== 'regression';
  const bins = sides.flatMap(({ diagnostics }) => diagnostics.calibration);
  const values = bins.flatMap(({ meanPrediction, meanLabel }) => [meanPrediction, meanLabel]);
  const low = isRate ? 0 : Math.min(...values);
  const high = isRate
    ? Math.min(1, niceTop(Math.max(...bins.flatMap((bin) => [bin.meanPrediction, boundsOf(bin).upper]))))
    : Math.max(...values);
  const margin = isRate ? 0 : (high - low) * 0.04 || 1;
  const range = [low - margin, high + margin] as const;
  const titles = {
    binary: ['Calibration', 'Predicted probability', 'Observed rate'],
    'multi-class': ['Calibration of the chosen class', 'Confidence', 'Accuracy'],
    regression: ['Predicted and actual', 'Mean prediction', 'Mean label'],
  }[task] as [string, string, string];
  const plot = createPlot({ x: range, y: range, xTitle: titles[1], yTitle: titles[2] });
  const metric = isRate ? 'calibrationError' : 'meanError';
  return figure(titles[0], {
    label: `${titles[0]} in ${sides[0]!.diagnostics.calibration.length} bins of equal size`,
    body: html`${plot.frame}
      <path class="chance" d="${linePath(plot, range, range)}" />
      ${[...sides].reverse().map((side) => drawBins(plot, side, isRate))}`,
    legend: [
      ...sides.map((side) => legendEntry(side, evaluation.slices[0]!, metric)),
      html`<i class="key dash"></i>perfect`,
    ],
  });
}

function boundsOf({ meanLabel, rowCount }: CalibrationBin): { readonly lower: number; readonly upper: number } {
  return wilsonInterval(meanLabel, rowCount, normalQuantile(0.975));
}

function drawBins(plot: Plot, { className, name, diagnostics: { calibration } }: Side, isRate: boolean): Html {
  const xs = calibration.map(({ meanPrediction }) => meanPrediction);
  const ys = calibration.map(({ meanLabel }) => meanLabel);
  return html`<g class="${className}">
    <path class="line thin ${className}" d="${linePath(plot, xs, ys)}" />
    ${calibration.map((bin) => {
      const { lower, upper } = boundsOf(bin);
      return html`${isRate && html`<path class="whisker" d="M${plot.x(bin.meanPrediction)},${plot.y(lower)}V${plot.y(Math.min(1, upper))}" />`}<circle
          cx="${plot.x(bin.meanPrediction)}"
          cy="${plot.y(bin.meanLabel)}"
          r="3.6"
          ><title>
            ${name}: ${formatCount(bin.rowCount)} rows, predicted ${formatNumber(bin.meanPrediction)}, came
            ${formatNumber(bin.meanLabel)}
          </title></circle
        >`;
    })}
  </g>`;
}

function drawHistogram({ task, classes }: EvaluationPayload, { histogram: { edges, counts } }: ModelDiagnostics): Html {
  const totals = counts.map((group) =>
    Math.max(
      1,
      group.reduce((sum, count) => sum + count, 0),
    ),
  );
  const shares = counts.map((group, i) => group.map((count) => count / totals[i]!));
  const high = niceTop(Math.max(...shares.flat(), 0.01));
  const plot = createPlot({
    x: [edges[0]!, edges.at(-1)!],
    y: [0, high],
    xTitle: task === 'multi-class' ? 'Confidence' : 'Prediction',
    yTitle:
      task === 'binary' ? 'Share of the class' : task === 'multi-class' ? 'Share of the group' : 'Share of the rows',
  });
  const names = { binary: classes, 'multi-class': ['wrong', 'right'], regression: ['predictions'] }[task];
  const fills = counts.length > 1 ? ['negative', 'positive'] : ['positive'];
  const base = plotSize.height - plotSize.bottom;
  return figure({ binary: 'Scores by class', 'multi-class': 'Confidence', regression: 'Predictions' }[task], {
    label: `Histogram of the candidate's predictions, ${names.join(' and ')}`,
    body: html`${plot.frame}
    ${shares.map((group, i) => html`<path class="steps ${fills[i]!}" d="${stepPath(plot, edges, group)}V${base}H${plot.x(edges[0]!)}Z" />`)}
    ${edges
      .slice(0, -1)
      .map(
        (edge, b) =>
          html`<rect
            class="hover"
            x="${plot.x(edge)}"
            y="${plotSize.top}"
            width="${round(plot.x(edges[b + 1]!) - plot.x(edge))}"
            height="${base - plotSize.top}"
            ><title>
              ${formatNumber(edge)} to
              ${formatNumber(edges[b + 1]!)}${counts.map((group, i) => `\n${names[i] ?? ''}: ${formatCount(group[b]!)} rows`)}
            </title></rect
          >`,
      )}`,
    legend: names.map(
      (name, i) => html`<i class="key ${fills[i]!}"></i>${name} <small>${formatCount(totals[i]!)} rows</small>`,
    ),
  });
}

function stepPath(plot: Plot, edges: readonly number[], shares: readonly number[]): string {
  const steps = shares.map((share, b) => `V${plot.y(share)}H${plot.x(edges[b + 1]!)}`).join('');
  return `M${plot.x(edges[0]!)},${plot.y(0)}${steps}`;
}

/** Rows by actual and predicted class, shaded by the share of the actual class. undefined for regression. */
export function drawConfusion({ classes, diagnostics, decisionThreshold }: EvaluationPayload): Html | undefined {
  const { confusion } = diagnostics.candidate;
  if (confusion === null || classes.length > 30) return undefined;
  const totals = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  return html`<figure class="card natural confusion">
    <figcaption>
      Confusion${decisionThreshold !== null && html` <small>called positive from ${String(decisionThreshold)}</small>`}
    </figcaption>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">actual \\ predicted</th>
            ${classes.map((name) => html`<th scope="col"><bdi>${name}</bdi></th>`)}
          </tr>
        </thead>
        <tbody>
          ${confusion.map(
            (row, a) =>
              html`<tr>
                <th scope="row"><bdi>${classes[a]!}</bdi></th>
                ${row.map((count, p) => {
                  const share = totals[a]! > 0 ? count / totals[a]! : 0;
                  return html`<td class="${a === p ? 'hit' : 'miss'}" style="--share:${Math.round(share * 100)}%">
                    <b>${formatCount(count)}</b><small>${String(round(share * 100))} %</small>
                  </td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </figure>`;
}

/** Metrics of each class against the others; undefined where there are not several. */
export function drawClasses({ diagnostics: { candidate } }: EvaluationPayload): Html | undefined {
  if (candidate.perClass.length === 0) return undefined;
  const names = Object.keys(candidate.perClass[0]!.metrics);
  return html`<figure class="card natural">
    <figcaption>By class</figcaption>
    <div class="scroll">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col">rows</th>
            ${names.map((name) => html`<th scope="col">${describeMetric(name).title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${candidate.perClass.map(
            ({ className, rowCount, metrics }) =>
              html`<tr>
                <th scope="row"><bdi>${className}</bdi></th>
                <td>${formatCount(rowCount)}</td>
                ${names.map((name) => html`<td>${formatNumber(metrics[name] ?? null)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </figure>`;
}

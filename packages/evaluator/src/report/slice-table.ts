import type { EvaluatedMetric, EvaluationPayload, OmittedSlices } from '@millrace/core';
import { html, jsonData, type Html } from '@millrace/core/report';
import { directionOf } from '../metric-definitions.ts';
import { describeMetric, formatCount, formatNumber, headlineMetrics } from './describe-metric.ts';

const digits = 6;

/** The slices as a table that can be sorted, filtered and switched to any metric. Its rows are drawn by the page's script. */
export function renderSlices(evaluation: EvaluationPayload): Html | undefined {
  const { slices, omittedSlices, task } = evaluation;
  if (slices.length < 2 && omittedSlices.length === 0) return undefined;
  const names = Object.keys(slices[0]!.metrics);
  const headline = headlineMetrics(task).find(({ name }) => names.includes(name))?.name ?? names[0]!;
  const slicings = [...new Set(slices.slice(1).map(({ slicing }) => slicing))];
  const hasBaseline = evaluation.diagnostics.baseline !== null;
  const data = {
    hasBaseline,
    metrics: names.map((name) => ({ name, title: describeMetric(name).title, direction: directionOf(name) })),
    slices: slices.map(({ name, slicing, rowCount, metrics }) => ({
      name,
      slicing,
      rowCount,
      values: names.map((metric) => numbersOf(metrics[metric]!)),
    })),
  };
  return html`<section id="slices" aria-labelledby="slices-title">
    <h2 id="slices-title">Slices</h2>
    <form class="toolbar">
      <label
        >Metric
        <select name="metric">
          ${names.map((name) => html`<option value="${name}" ${name === headline && html` selected`}>${describeMetric(name).title}</option>`)}
        </select></label
      >
      ${
        slicings.length > 1 &&
        html`<label
          >By
          <select name="slicing">
            <option value="">everything</option>
            ${slicings.map((slicing) => html`<option>${slicing}</option>`)}
          </select></label
        >`
      }
      <label
        ><span class="visually-hidden">Filter by name</span
        ><input type="search" name="text" placeholder="Filter slices"
      /></label>
      <span class="spring"></span><output></output>
    </form>
    <div class="scroll">
      <table class="slices">
        <thead>
          <tr>
            <th scope="col" data-sort="index"><button type="button">slice</button></th>
            <th scope="col" data-sort="rowCount"><button type="button">rows</button></th>
            <th scope="col" data-sort="value"><button type="button" class="metric-name">value</button></th>
            <th scope="col" class="wide">
              <span class="scale-ends"><span></span><span></span></span><span class="visually-hidden">interval</span>
            </th>
            ${
              hasBaseline &&
              html`<th scope="col" data-sort="baseline">
                  <button type="button"><i class="key s1"></i>baseline</button>
                </th>
                <th scope="col" data-sort="change"><button type="button">change</button></th>`
            }
          </tr>
        </thead>
        <tbody></tbody>
      </table>
    </div>
    <p class="none" hidden>No slice has this name.</p>
    <noscript>${renderPlainTable(evaluation, headline)}</noscript>
    <p class="legend">
      <span><i class="key s0"></i>candidate with its interval</span
      >${hasBaseline && html`<span><i class="key s1"></i>baseline</span>`}<span><i class="key rule"></i>all rows</span>
    </p>
    ${omittedSlices.map(describeOmitted)}
    <script type="application/json" id="slice-data">
      ${jsonData(data)}
    </script>
  </section>`;
}

function numbersOf({ value, lower, upper, baseline, change }: EvaluatedMetric): readonly (number | null)[] {
  const numbers = [
    value,
    lower,
    upper,
    baseline?.value ?? null,
    change?.value ?? null,
    change?.lower ?? null,
    change?.upper ?? null,
  ];
  return numbers.map((number) => (number === null ? null : Number(number.toPrecision(digits))));
}

function renderPlainTable({ slices }: EvaluationPayload, metric: string): Html {
  return html`<table class="plain">
    <tbody>
      ${slices.map(
        ({ name, rowCount, metrics }) =>
          html`<tr>
            <th scope="row"><bdi>${name}</bdi></th>
            <td>${formatCount(rowCount)}</td>
            <td>${formatNumber(metrics[metric]!.value)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function describeOmitted({ slicing, reason, limit, sliceCount, rowCount }: OmittedSlices): Html {
  const slices = `${formatCount(sliceCount)} ${sliceCount === 1 ? 'slice' : 'slices'}`;
  const why = reason === 'too-few-rows' ? `with fewer than ${limit} rows` : `beyond the ${limit} largest`;
  return html`<p class="note">
    Not shown: ${slices} of <bdi>${slicing}</bdi> ${why} (${formatCount(rowCount)} rows together).
  </p>`;
}

import { html, type Html } from '@millrace/core/report';
import type { ComparedColumn } from './column-card.ts';

/** The controls over the cards; the script of the page acts on them. */
export function renderToolbar(columns: readonly ComparedColumn[], isCompared: boolean): Html {
  const types = [...new Set(columns.flatMap(({ sides }) => sides.flatMap(({ column }) => column?.type ?? [])))].sort();
  const hasFindings = columns.some(({ findings }) => findings.length > 0);
  return html`<form class="toolbar" role="search">
    <label class="search"
      ><span class="visually-hidden">Find columns</span
      ><input type="search" name="text" placeholder="Find columns" autocomplete="off"
    /></label>
    <label
      >Type
      <select name="type">
        <option value="">all</option>
        ${types.map((type) => html`<option>${type}</option>`)}
      </select></label
    >
    <label
      >Order
      <select name="order">
        <option value="index">as in the data</option>
        ${hasFindings && html`<option value="findings">anomalies first</option>`}
        ${isCompared && html`<option value="difference">most different first</option>`}
        <option value="missing">most missing first</option>
        <option value="name">by name</option>
      </select></label
    >
    ${hasFindings && html`<label><input type="checkbox" name="findings" /> only with anomalies</label>`}
    <span class="spring"></span>
    <label><input type="checkbox" name="log" /> log height</label>
    <label title="Show histograms from the smallest to the largest value, not only the middle 98%"
      ><input type="checkbox" name="full" /> full range</label
    >
    <output aria-live="polite"></output>
  </form>`;
}

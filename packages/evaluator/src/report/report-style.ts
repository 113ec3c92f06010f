import { pageStyle } from '@millrace/core/report';

const colours = {
  light:
    '--s0: #2f6fd0; --s0-fill: #2f6fd04d; --s1: #cf6a12; --s1-fill: #e8873040; --negative: #8a8f98; --negative-fill: #8a8f9855;',
  dark: '--s0: #6fa3f5; --s0-fill: #5b93eb5c; --s1: #f0a050; --s1-fill: #f0a0503d; --negative: #8d949e; --negative-fill: #8d949e4a;',
};

/** The look of the page, in light and dark. */
export const reportStyle = `${pageStyle(colours)}
h1 { font-size: 26px; line-height: 1.2; letter-spacing: -0.015em; margin: 0; }
h2 { font-size: 17px; margin: 32px 0 10px; }
small { font-weight: 400; color: var(--soft); font-size: 0.86em; }
code { font: 11.5px/1 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--soft); }
:focus-visible { outline: 2px solid var(--s0); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; margin: 0; min-width: 0; }
.scroll { position: relative; overflow-x: auto; }

.key { display: inline-block; width: 10px; height: 10px; border-radius: 3px; vertical-align: -0.5px; margin-right: 5px; }
.key.s0 { background: var(--s0); }
.key.s1 { background: var(--s1); }
.key.positive { background: var(--s0-fill); border: 1.5px solid var(--s0); }
.key.negative { background: var(--negative-fill); border: 1.5px solid var(--negative); }
.key.dash { height: 0; border-radius: 0; border-top: 2px dashed var(--soft); vertical-align: 3px; width: 14px; }
.key.rule { width: 2px; background: var(--soft); height: 12px; border-radius: 0; vertical-align: -2px; }

.title { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; margin-bottom: 6px; }
.verdict { font-weight: 650; border-radius: 999px; padding: 3px 14px; white-space: nowrap; }
.verdict.passed { color: var(--fine); background: var(--fine-fill); }
.verdict.failed { color: var(--error); background: var(--error-fill); }
.facts { display: flex; flex-wrap: wrap; gap: 2px 20px; color: var(--soft); margin: 0 0 20px; padding: 0; list-style: none; font-size: 13px; }
.facts b { color: var(--ink); font-weight: 600; }

.reasons { list-style: none; margin: 0; padding: 4px 0; }
.reasons li { display: grid; grid-template-columns: 112px minmax(0, 1fr); gap: 0 12px; padding: 8px 16px; align-items: baseline; }
.reasons li + li { border-top: 1px solid var(--grid); }
.reasons p { margin: 0; }
.reasons .said { color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
.mark { justify-self: start; font-size: 11.5px; font-weight: 650; border-radius: 5px; padding: 1px 8px; white-space: nowrap; }
.passed > .mark { color: var(--fine); background: var(--fine-fill); }
.failed > .mark { color: var(--error); background: var(--error-fill); }
.rubber-stamped > .mark { color: var(--warning); background: var(--warning-fill); }
.reasons details summary { cursor: pointer; color: var(--soft); font-size: 13px; }
.reasons details p { font-size: 13px; color: var(--soft); margin: 4px 0 0; }

.headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(212px, 1fr)); gap: 14px; }
.metric h3 { margin: 0; font-size: 13px; font-weight: 550; color: var(--soft); }
.metric .value { font-size: 25px; font-weight: 600; letter-spacing: -0.015em; margin: 2px 0 6px; line-height: 1.2; }
.metric .value small { display: block; font-size: 12.5px; letter-spacing: 0; margin-top: 3px; }
.metric .change { margin: 6px 0 0; font-size: 12.5px; }
.change.better, .change.better b { color: var(--fine); }
.change.worse, .change.worse b { color: var(--error); }
.change.unclear { color: var(--soft); }
.scale { display: block; width: 100%; height: auto; overflow: visible; }
.scale .track { stroke: var(--grid); stroke-width: 6; stroke-linecap: round; }
.scale .interval { stroke-width: 6; stroke-linecap: round; }
.scale .s0 .interval { stroke: var(--s0-fill); } .scale .s1 .interval { stroke: var(--s1-fill); }
.scale .s0 circle { fill: var(--s0); } .scale .s1 circle { fill: var(--s1); }
.scale .constant { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 3 2.5; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 8px 0 0; color: var(--soft); font-size: 12.5px; }
.legend b { color: var(--ink); font-weight: 600; margin-left: 3px; }

.charts { display: flex; flex-wrap: wrap; gap: 14px; align-items: flex-start; }
.charts > .card { flex: 1 1 244px; max-width: 400px; }
.charts > .natural { flex: 0 1 auto; max-width: 100%; }
@media (max-width: 560px) { .charts > .card { flex-basis: 100%; max-width: none; } }
figcaption { font-weight: 600; margin-bottom: 8px; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { fill: var(--soft); font-size: 12.5px; }
.chart .title { font-size: 13px; }
.chart .grid { stroke: var(--grid); }
.chart .axis { stroke: var(--line); fill: none; }
.chart .chance { stroke: var(--soft); stroke-width: 1.3; stroke-dasharray: 4 3.5; fill: none; opacity: 0.8; }
.chart .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
.chart .line.thin { stroke-width: 1.3; opacity: 0.65; }
.chart .line.s0 { stroke: var(--s0); } .chart .line.s1 { stroke: var(--s1); }
.chart .s0 circle { fill: var(--s0); } .chart .s1 circle { fill: var(--s1); }
.chart .s0 .whisker { stroke: var(--s0); } .chart .s1 .whisker { stroke: var(--s1); }
.chart .whisker { stroke-width: 1.4; opacity: 0.55; }
.chart .steps { stroke-width: 1.4; stroke-linejoin: round; }
.chart .steps.positive { fill: var(--s0-fill); stroke: var(--s0); }
.chart .steps.negative { fill: var(--negative-fill); stroke: var(--negative); }
.chart .hover { fill: transparent; }
.chart .hover:hover { fill: color-mix(in srgb, var(--ink) 8%, transparent); }

.confusion table { border-collapse: separate; border-spacing: 4px; min-width: 100%; }
.confusion th { color: var(--soft); font-weight: 500; font-size: 12.5px; text-align: center; padding: 2px 6px; }
.confusion tbody th { text-align: right; }
.confusion td { text-align: center; border-radius: 8px; padding: 12px 10px; }
.confusion td small { display: block; white-space: nowrap; color: inherit; }
.confusion .hit { background: color-mix(in srgb, var(--s0) calc(var(--share) * 0.42 + 4%), var(--card)); }
.confusion .miss { background: color-mix(in srgb, var(--s1) calc(var(--share) * 0.42 + 4%), var(--card)); }

.plain { border-collapse: collapse; width: 100%; font-size: 13px; }
.plain th { text-align: left; font-weight: 500; }
.plain thead th { color: var(--soft); font-size: 12.5px; }
.plain th:not(:first-child), .plain td { text-align: right; }
.plain th, .plain td { padding: 5px 10px; border-bottom: 1px solid var(--grid); white-space: nowrap; }
.plain th code { margin-left: 6px; }
.plain tbody tr:last-child > * { border-bottom: 0; }
details.all-metrics > summary { cursor: pointer; font-size: 17px; font-weight: 650; margin: 32px 0 10px; }

.toolbar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 0 0 10px; color: var(--soft); font-size: 13px; }
.toolbar input[type=search], .toolbar select { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; }
.toolbar input[type=search] { width: 200px; }
.toolbar .spring { flex: 1; }
.slices { border-collapse: separate; border-spacing: 0; width: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 12px; font-size: 13px; }
.slices th, .slices td { padding: 4px 12px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--grid); }
.slices tbody tr:last-child > * { border-bottom: 0; }
.slices th:first-child { text-align: left; font-weight: 450; }
.slices thead th { font-size: 12.5px; font-weight: 500; padding-top: 8px; padding-bottom: 6px; }
.slices thead button { font: inherit; color: var(--soft); background: none; border: 0; padding: 2px 0; cursor: pointer; }
.slices thead button:hover { color: var(--ink); }
.slices th[aria-sort=ascending] button::after { content: ' \\2191'; color: var(--ink); }
.slices th[aria-sort=descending] button::after { content: ' \\2193'; color: var(--ink); }
.slices .all > * { font-weight: 650; background: color-mix(in srgb, var(--ink) 3%, transparent); }
.slices tbody tr:hover > * { background: color-mix(in srgb, var(--s0) 7%, transparent); }
.slices .wide { width: 38%; min-width: 220px; }
.scale-ends { display: flex; justify-content: space-between; color: var(--soft); font-size: 11.5px; font-weight: 400; }
.slice-track { position: relative; display: block; height: 16px; }
.slice-track i { position: absolute; top: 50%; }
.slice-track .interval { height: 6px; margin-top: -3px; border-radius: 3px; min-width: 2px; background: var(--s0-fill); }
.slice-track .dot { width: 8px; height: 8px; margin: -4px 0 0 -4px; border-radius: 50%; }
.slice-track .dot.s0 { background: var(--s0); }
.slice-track .dot.s1 { background: var(--card); border: 2px solid var(--s1); }
.slice-track .rule { top: -4px; bottom: -4px; width: 1.5px; background: var(--soft); opacity: 0.45; }
.note, .none { color: var(--soft); font-size: 13px; margin: 8px 0 0; }
@media (max-width: 560px) { main { padding: 20px 14px 48px; } .reasons li { grid-template-columns: 1fr; gap: 4px; } }
@media print { .toolbar { display: none; } body { background: none; } .card, .slices tr { break-inside: avoid; } }
`;

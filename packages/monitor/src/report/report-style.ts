import { pageStyle } from '@millrace/core/report';

const colours = {
  light: '--s0: #2f6fd0; --s0-fill: #2f6fd066; --s1: #cf6a12; --s1-fill: #e8873033;',
  dark: '--s0: #6fa3f5; --s0-fill: #5b93eb80; --s1: #f0a050; --s1-fill: #f0a0503d;',
};

/** The look of the page, in light and dark. */
export const reportStyle = `${pageStyle(colours)}
h1 { font-size: 26px; line-height: 1.2; letter-spacing: -0.015em; margin: 0; }
h2 { font-size: 17px; margin: 32px 0 6px; }
small { font-weight: 400; color: var(--soft); font-size: 0.86em; }
:focus-visible { outline: 2px solid var(--s0); outline-offset: 2px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; margin: 0; min-width: 0; }
.soft, .note { color: var(--soft); }
.note { font-size: 13px; margin: 10px 0 0; overflow-wrap: anywhere; }
.key { display: inline-block; width: 11px; height: 11px; border-radius: 3px; vertical-align: -1px; margin-right: 5px; }
.key.current { background: var(--s0-fill); border: 1.5px solid var(--s0); }
.key.reference, .key.other { background: var(--s1-fill); border: 1.5px solid var(--s1); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 10px; color: var(--soft); font-size: 12.5px; }
.title { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; margin-bottom: 6px; }
.verdict { font-weight: 650; border-radius: 999px; padding: 3px 14px; white-space: nowrap; }
.verdict.fine { color: var(--fine); background: var(--fine-fill); }
.verdict.warning { color: var(--warning); background: var(--warning-fill); }
.verdict.alert { color: var(--error); background: var(--error-fill); }
.facts { display: flex; flex-wrap: wrap; gap: 2px 20px; color: var(--soft); margin: 0 0 20px; padding: 0; list-style: none; font-size: 13px; }
.facts b { color: var(--ink); font-weight: 600; }
.mark { font-size: 11.5px; font-weight: 650; border-radius: 5px; padding: 1px 8px; white-space: nowrap; justify-self: start; color: var(--soft); background: var(--grid); }
.alert > .mark, .alert > header > .mark { color: var(--error); background: var(--error-fill); }
.warning > .mark, .warning > header > .mark { color: var(--warning); background: var(--warning-fill); }
.stable > header > .mark { color: var(--fine); background: var(--fine-fill); }
.alerts { list-style: none; margin: 0; padding: 4px 0; }
.alerts li { display: grid; grid-template-columns: 84px minmax(0, 1fr) auto; gap: 0 14px; padding: 8px 16px; align-items: baseline; }
.alerts li + li { border-top: 1px solid var(--grid); }
.alerts p { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 14px; margin: 10px 0 14px; }
.tile h3 { margin: 0; font-size: 13px; font-weight: 550; color: var(--soft); }
.tile p { font-size: 22px; font-weight: 600; letter-spacing: -0.01em; margin: 2px 0 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr)); gap: 14px; }
figcaption { font-weight: 600; margin-bottom: 8px; }
figure .legend { margin: 8px 0 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 14px; align-items: start; }
.card header { display: flex; align-items: baseline; gap: 8px; margin-bottom: 10px; min-width: 0; }
.card h3 { font: 600 14.5px/1.3 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; margin: 0; overflow-wrap: anywhere; }
.tile h3 { font-family: inherit; }
.card .type { color: var(--soft); font-size: 12.5px; }
.card header .mark { margin-left: auto; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { fill: var(--soft); font-size: 12.5px; }
.chart .axis { stroke: var(--line); } .chart .grid { stroke: var(--grid); }
.chart path.current { fill: var(--s0-fill); }
.chart path.reference { fill: none; stroke: var(--s1); stroke-width: 1.7; stroke-linejoin: round; }
.chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.chart .line.current { stroke: var(--s0); fill: none; } .chart .line.other { stroke: var(--s1); }
.chart circle.current { fill: var(--s0); } .chart circle.other { fill: var(--s1); }
.chart .hover { fill: transparent; }
.chart .hover:hover { fill: color-mix(in srgb, var(--ink) 8%, transparent); }
.bars { display: grid; grid-template-columns: fit-content(38%) 1fr auto; gap: 3px 8px; align-items: center; font-size: 12.5px; }
.bar-label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar-track { display: grid; gap: 1px; }
.bar-track i { display: block; height: 6px; border-radius: 2px; min-width: 1px; }
.bar-track .current { background: var(--s0-fill); }
.bar-track .reference { background: var(--s1-fill); box-shadow: inset 0 0 0 1.2px var(--s1); }
.bar-shares { text-align: right; white-space: nowrap; }
.bar-shares small { display: inline-block; min-width: 46px; }
.rest { grid-column: 1 / -1; color: var(--soft); font-size: 12px; }
.measures { width: 100%; border-collapse: collapse; margin-top: 10px; font-size: 12px; }
.measures th { font-weight: 400; color: var(--soft); text-align: left; padding: 2px 0; white-space: nowrap; }
.measures td { text-align: right; padding: 2px 0 2px 5px; white-space: nowrap; }
.measures td[colspan] { white-space: normal; }
.measures tr + tr > * { border-top: 1px solid var(--grid); }
.measures .deciding th, .measures .deciding td:nth-child(2) { font-weight: 650; color: var(--ink); }
@media (max-width: 560px) { main { padding: 20px 14px 48px; } .alerts li { grid-template-columns: 1fr; gap: 4px; } }
@media print { body { background: none; } .card { break-inside: avoid; } }
`;

import { pageStyle } from '@millrace/core/report';

const colours = {
  light: '--s0: #2f6fd0; --s0-fill: #2f6fd0b8; --s1: #cf6a12; --s1-fill: #e8873033;',
  dark: '--s0: #6fa3f5; --s0-fill: #5b93eba8; --s1: #f0a050; --s1-fill: #f0a0503d;',
};

/** The look of the page, in light and dark. */
export const reportStyle = `${pageStyle(colours)}
h1 { font-size: 26px; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 18px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 10px; }
small { font-weight: 400; color: var(--soft); font-size: 0.86em; }
a { color: inherit; text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); text-underline-offset: 3px; }
code { font: 11.5px/1 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--soft); }
:focus-visible { outline: 2px solid var(--s0); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 3px; vertical-align: -0.5px; margin-right: 4px; }
.key.s0 { background: var(--s0); }
.key.s1 { background: var(--s1-fill); border: 1.5px solid var(--s1); }

.summary { border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 12px; border-spacing: 0; overflow: hidden; margin: 0 0 18px; }
.summary { border-collapse: separate; display: block; width: fit-content; max-width: 100%; overflow-x: auto; white-space: nowrap; }
.summary th, .summary td { text-align: right; padding: 8px 18px; }
.summary thead th { color: var(--soft); font-weight: 500; font-size: 12.5px; padding-bottom: 2px; }
.summary tbody th { text-align: left; font-weight: 600; }
.summary tbody td { font-size: 16px; }
.summary tbody tr:last-child > * { padding-bottom: 12px; }

.tabs { display: flex; gap: 4px; margin: 0 0 16px; border-bottom: 1px solid var(--line); }
.tabs button { font: inherit; color: var(--soft); background: none; border: 0; border-bottom: 2px solid transparent; padding: 8px 14px; margin-bottom: -1px; cursor: pointer; }
.tabs button[aria-selected=true] { color: var(--ink); font-weight: 600; border-bottom-color: var(--s0); }

.mark { display: inline-block; font-size: 11px; font-weight: 650; letter-spacing: 0.02em; border-radius: 5px; padding: 1px 7px; margin-right: 2px; }
.error > .mark, .error > p > .mark { color: var(--error); background: var(--error-fill); }
.warning > .mark, .warning > p > .mark { color: var(--warning); background: var(--warning-fill); }
.fine > .mark { color: var(--fine); background: var(--fine-fill); }
.verdict { margin: 0 0 18px; }
.anomalies { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px 6px; margin: 0 0 18px; }
.anomalies ol { list-style: none; margin: 0; padding: 0; columns: 2 520px; column-gap: 36px; }
.anomalies li { break-inside: avoid; padding: 10px 0 10px; border-top: 1px solid var(--grid); }
.anomalies li p { margin: 0; overflow-wrap: anywhere; }
.anomalies .advice { color: var(--soft); font-size: 13px; margin-top: 2px; }
.anomalies .advice .code { margin-left: 6px; }
.anomalies .split { color: var(--soft); border: 1px solid var(--line); border-radius: 5px; padding: 0 5px; font-size: 12px; }
.anomalies .examples { margin-top: 6px; display: flex; flex-wrap: wrap; gap: 5px; }
.examples span { background: var(--page); border-radius: 5px; padding: 1px 7px; font-size: 12.5px; overflow-wrap: anywhere; }

.toolbar { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 10px 0; background: var(--page); color: var(--soft); font-size: 13px; }
.toolbar input[type=search], .toolbar select { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; }
.toolbar input[type=search] { width: 220px; }
.toolbar input[type=checkbox] { accent-color: var(--s0); vertical-align: -2px; margin: 0 3px 0 0; }
.toolbar .spring { flex: 1; }
.toolbar output { min-width: 90px; text-align: right; }
.none { color: var(--soft); padding: 32px 0; text-align: center; }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr)); gap: 14px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; scroll-margin-top: 64px; min-width: 0; display: flex; flex-direction: column; }
.card:target { border-color: var(--s0); box-shadow: 0 0 0 1px var(--s0); }
.card header { display: flex; align-items: baseline; gap: 8px; margin-bottom: 8px; min-width: 0; }
.card h3 { font: 600 14.5px/1.3 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; margin: 0; overflow-wrap: anywhere; }
.card .type { color: var(--soft); font-size: 12.5px; white-space: nowrap; }
.card .difference { margin-left: auto; color: var(--soft); font-size: 12.5px; white-space: nowrap; }
.findings { list-style: none; margin: 0 0 10px; padding: 0; font-size: 12.5px; overflow-wrap: anywhere; }
.findings li { padding: 2px 0; }
.caption, .nothing { color: var(--soft); font-size: 12.5px; margin: 8px 0 4px; }

.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { fill: var(--soft); font-size: 10.5px; }
.chart .axis { stroke: var(--line); }
.chart .grid { stroke: var(--grid); }
.chart .area.s0 { fill: var(--s0-fill); }
.chart .area.s1 { fill: none; stroke: var(--s1); stroke-width: 1.7; stroke-linejoin: round; }
.chart .hover rect { fill: transparent; }
.chart .hover rect:hover { fill: color-mix(in srgb, var(--ink) 8%, transparent); }
.chart .h1 { pointer-events: none; }
.chart .log, .show-log .chart .linear { display: none; }
.show-log .chart .log { display: inline; }
.full, .show-full .core { display: none; }
.show-full .full { display: block; }

.clock { display: grid; grid-template-columns: 24fr 9fr; gap: 14px; margin-top: 8px; }
.clock figure { margin: 0; min-width: 0; }
.clock figcaption { color: var(--soft); font-size: 11px; margin-bottom: 2px; }
.strip { display: flex; gap: 1px; height: 34px; align-items: stretch; border-bottom: 1px solid var(--line); }
.strip .slot { flex: 1; position: relative; }
.strip i { position: absolute; bottom: 0; left: 0; right: 0; border-radius: 1.5px 1.5px 0 0; }
.strip i.s0 { background: var(--s0-fill); }
.strip i.s1 { border: 1.6px solid var(--s1); border-bottom: 0; }

.bars { display: grid; grid-template-columns: fit-content(40%) 1fr auto; gap: 3px 8px; align-items: center; font-size: 12.5px; }
.bar-row { display: contents; }
.bar-label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar-label em { color: var(--soft); }
.bar-track { display: grid; gap: 1px; }
.bar { display: block; height: 7px; border-radius: 2px; min-width: 1px; }
.bar:only-child { height: 11px; }
.bar.s0 { background: var(--s0-fill); }
.bar.s1 { background: var(--s1-fill); box-shadow: inset 0 0 0 1.2px var(--s1); }
.bar-shares { display: flex; gap: 8px; color: var(--soft); font-size: 11.5px; }
.bar-shares span { min-width: 46px; text-align: right; }
.rest { grid-column: 1 / -1; color: var(--soft); font-size: 12px; margin: 3px 0 0; }

.numbers { width: 100%; border-collapse: collapse; margin: 10px 0; font-size: 12.5px; }
.numbers th { font-weight: 400; color: var(--soft); text-align: left; padding: 1.5px 0; }
.numbers thead th { text-align: right; }
.numbers td { text-align: right; padding: 1.5px 0 1.5px 12px; white-space: nowrap; }
.numbers th { white-space: nowrap; }
.numbers.one tbody { display: grid; grid-template-columns: 1fr 1fr; column-gap: 24px; }
.numbers.one.time tbody { grid-template-columns: 1fr; }
.numbers.one tr { display: flex; justify-content: space-between; border-bottom: 1px solid var(--grid); }
.numbers.two tr + tr > * { border-top: 1px solid var(--grid); }
.expectation { margin: auto 0 0; padding-top: 8px; border-top: 1px dashed var(--line); font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
.expectation span { font-weight: 600; }
@media (max-width: 560px) { main { padding: 20px 14px 48px; } .numbers td { white-space: normal; } }
@media print { .toolbar { display: none; } body { background: none; } .card { break-inside: avoid; } }
`;

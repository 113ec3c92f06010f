// What the HTML reports of the packages share.
export { html, jsonData, prose, trustedText } from './report/html.ts';
export { pageStyle } from './report/page-style.ts';

export type { Html } from './report/html.ts';
export type { SeriesColours } from './report/page-style.ts';

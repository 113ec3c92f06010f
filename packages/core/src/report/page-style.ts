export interface SeriesColours {
  /** Custom properties: `--s0: #2f6fd0; --s0-fill: #2f6fd066; ...`. */
  readonly light: string;
  readonly dark: string;
}

/** What all report pages share: colours in light and dark (`--page`, `--ink`, `--error`, ...) and the frame of the page. */
export function pageStyle({ light, dark }: SeriesColours): string {
  return `
:root {
  color-scheme: light dark;
  --page: #f6f6f3; --card: #ffffff; --ink: #1d1f23; --soft: #666b73; --line: #e3e3dd; --grid: #efefea;
  ${light}
  --error: #b3261e; --error-fill: #fbeae8; --warning: #8a5a00; --warning-fill: #fdf3dd; --fine: #1c6b3c; --fine-fill: #e6f4ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171b; --card: #1e2126; --ink: #e9eaec; --soft: #9aa1ab; --line: #30343b; --grid: #282c32;
    ${dark}
    --error: #ff9d94; --error-fill: #3d2221; --warning: #f2c46d; --warning-fill: #382d17; --fine: #86d9a4; --fine-fill: #1b3325;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1480px; margin: 0 auto; padding: 28px 24px 64px; }`;
}

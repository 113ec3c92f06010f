import { describe, expect, it } from 'vitest';
import { monitor, type MonitorOptions } from '../monitor.ts';
import { renderDriftReport } from './render-drift-report.ts';

const rows = (shift: number): Record<string, unknown>[] =>
  Array.from({ length: 400 }, (_, i) => ({
    id: i,
    x: ((i * 37) % 100) + shift,
    place: i % 2 === 0 ? '<script>alert(1)</script>' : `"b" & ${shift}`,
    empty: null,
    request_time: new Date(Date.UTC(2001, 5, 18 + (i % 3))),
    prediction: ((i * 53) % 100) / 100,
  }));

async function render(options: MonitorOptions): Promise<string> {
  return renderDriftReport(await monitor(rows(30), options));
}

describe('the page of a drift report', () => {
  it('lets no text of the data become markup, and runs and loads nothing', async () => {
    const page = await render({ reference: rows(0) });
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/(src|href)=|https?:|@import|url\(/);
  });

  it('says what has moved, first things first', async () => {
    const page = await render({ reference: rows(0), keys: ['id'] });
    expect(page).toContain('4 alerts');
    expect(page).toContain('&quot;x&quot; has moved against the reference');
    expect(page.indexOf('<bdi>x</bdi>')).toBeLessThan(page.indexOf('<bdi>empty</bdi>'));
  });

  it('shows what came to pass, by day', async () => {
    const labels = rows(0).map(({ id }) => ({ id, y: Number(id) % 4 === 0 ? 1 : 0 }));
    const page = await render({ labels, keys: ['id'], label: 'y' });
    expect(page).toContain('400 labels, 100 % of the requests');
    expect(page).toContain('2001-06-20');
    expect(page).not.toMatch(/NaN|[>"]undefined|Infinity/);
  });

  it('is the same page however the document was sorted', async () => {
    const labels = rows(0).map(({ id }) => ({ id, y: Number(id) % 4 === 0 ? 1 : 0 }));
    const report = await monitor(rows(30), { labels, keys: ['id'], label: 'y' });
    const performance = report.performance!;
    const metrics = Object.fromEntries(Object.entries(performance.metrics).reverse());
    expect(renderDriftReport({ ...report, performance: { ...performance, metrics } })).toBe(renderDriftReport(report));
  });

  it('is calm where nothing is wrong', async () => {
    const page = await render({ reference: rows(30) });
    expect(page).toContain('No alerts');
  });
});

import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.ts';
import { renderEvaluation } from './render-evaluation.ts';

const rows = Array.from({ length: 200 }, (_, i) => ({
  y: i % 3 === 0 ? 1 : 0,
  p: ((i * 37) % 100) / 100,
  old: ((i * 53) % 100) / 100,
  place: i % 2 === 0 ? '<script>alert(1)</script>' : '</script><b>"quoted" & more',
}));

async function render(options: Partial<Parameters<typeof evaluate>[1]> = {}): Promise<string> {
  const { evaluation, blessing } = await evaluate(rows, {
    label: 'y',
    prediction: 'p',
    slices: [{ keys: ['place'] }],
    thresholds: [{ metric: 'rocAuc', min: 0.9, slices: [{ keys: ['place'] }] }],
    ...options,
  });
  return renderEvaluation(evaluation, blessing);
}

describe('the page of an evaluation', () => {
  it('lets no text of the data become markup', async () => {
    const page = await render();
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<b>"quoted"');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    // Three scripts end: the data, the code, and nothing that a slice is called.
    expect(page.match(/<\/script>/g)).toHaveLength(2);
  });

  it('needs nothing else', async () => {
    const page = await render({ baseline: 'old' });
    expect(page).not.toMatch(/(src|href)=/);
    expect(page).not.toMatch(/https?:|@import|url\(/);
  });

  it('carries the numbers of every slice for its script', async () => {
    const page = await render();
    const json = /<script type="application\/json" id="slice-data">([^<]*)<\/script>/.exec(page)![1]!;
    const data = JSON.parse(json) as { slices: { name: string; rowCount: number }[] };
    expect(data.slices.map(({ rowCount }) => rowCount)).toEqual([200, 100, 100]);
    expect(data.slices[2]!.name).toBe('place = <script>alert(1)</script>');
  });

  it('says the verdict, its reasons, and what was left out', async () => {
    const page = await render({ minSliceRows: 150 });
    expect(page).toContain('Not blessed');
    expect(page).toContain('ROC AUC at least 0.9, in every slice of place');
    expect(page).toMatch(/Not shown: 2 slices of\s+<bdi>place<\/bdi> with fewer than 150 rows \(200 rows together\)/);
  });

  it('is drawn where metrics are undefined and predictions constant', async () => {
    const flat = rows.map((row) => ({ ...row, y: 1, p: 0.5 }));
    const { evaluation, blessing } = await evaluate(flat, { label: 'y', prediction: 'p' });
    expect(renderEvaluation(evaluation, blessing)).not.toMatch(/NaN|[>"]undefined|Infinity/);
    const regression = await evaluate(
      rows.map(() => ({ y: 5, p: 5 })),
      { label: 'y', prediction: 'p' },
    );
    expect(renderEvaluation(regression.evaluation, regression.blessing)).not.toMatch(/NaN|[>"]undefined|Infinity/);
  });
});

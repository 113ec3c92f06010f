import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, recordPage, type PageRecord } from './chromium.ts';
import { findFaintText } from './find-faint-text.ts';
import { reportNames, writeReports, type ReportName } from './write-reports.ts';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'millrace-reports-'));
  [browser] = await Promise.all([launchChromium(), writeReports(folder)]);
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

const addressOf = (name: ReportName): string => pathToFileURL(path.join(folder, `${name}.html`)).href;

async function openReport(
  name: ReportName,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; record: PageRecord }> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const record = recordPage(page);
  await page.goto(addressOf(name));
  return { page, record };
}

/** What sticks out of the window to the right; empty when the page does not scroll sideways. */
function findOverflow(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const isClipped = (element: Element): boolean => {
    for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    return false;
  };
  const wide = [...document.querySelectorAll('body *')].filter(
    (element) => element.getBoundingClientRect().right > clientWidth + 0.5 && !isClipped(element),
  );
  return [
    `${scrollWidth} pixels`,
    ...wide.slice(0, 8).map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''}`),
  ];
}

describe.each(reportNames)('the page %s, opened from its file', (name) => {
  it('asks for nothing, complains of nothing, and can be read, in light and dark', async () => {
    const { page, record } = await openReport(name);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(findFaintText), colorScheme).toEqual([]);
      const lightness = await page.evaluate(() => {
        const channels = getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number);
        return channels.reduce((sum, channel) => sum + channel, 0) / 765;
      });
      expect(lightness > 0.5, colorScheme).toBe(colorScheme === 'light');
    }
    expect(record).toEqual({ requests: [addressOf(name)], problems: [] });
  });

  it('is never wider than its window', async () => {
    const { page } = await openReport(name);
    // 320 pixels: WCAG 2.2, 1.4.10, which is 1280 at 400 %.
    for (const width of [1280, 768, 390, 320]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await page.evaluate(findOverflow), `${width} pixels`).toEqual([]);
    }
  });

  it('shows its numbers without scripts too', async () => {
    const { page, record } = await openReport(name, { javaScriptEnabled: false });
    expect(await page.locator('main').innerText()).toMatch(/400|360/);
    expect(record.problems.filter((problem) => !problem.includes('Blocked script'))).toEqual([]);
  });
});

describe('the controls of the statistics', () => {
  const namesOf = async (page: Page): Promise<string[]> => page.locator('.card:visible h3').allInnerTexts();

  it('find columns by name, type and anomalies', async () => {
    const { page, record } = await openReport('statistics');
    const all = await namesOf(page);
    expect(all.slice(0, 4)).toEqual(['id', 'delay', 'origin', 'departure']);
    const count = page.getByRole('status');

    await page.getByRole('searchbox', { name: 'Find columns' }).fill('DEL');
    expect(await namesOf(page)).toEqual(['delay']);
    expect(await count.innerText()).toBe(`1 of ${all.length} columns`);
    await page.getByRole('searchbox').fill('no such column');
    expect(await page.getByText('No column matches.').isVisible()).toBe(true);
    await page.getByRole('searchbox').fill('');
    expect(await count.innerText()).toBe(`${all.length} columns`);

    await page.getByRole('combobox', { name: 'Type' }).selectOption('timestamp');
    expect(await namesOf(page)).toEqual(['departure']);
    await page.getByRole('combobox', { name: 'Type' }).selectOption('all');
    await page.getByRole('checkbox', { name: 'only with anomalies' }).check();
    const found = await namesOf(page);
    expect(found).toEqual(expect.arrayContaining(['delay', 'origin']));
    expect(found).not.toContain('cancelled');
    expect(record.problems).toEqual([]);
  });

  it('order columns', async () => {
    const { page } = await openReport('statistics');
    const all = await namesOf(page);
    const order = page.getByRole('combobox', { name: 'Order' });
    await order.selectOption('by name');
    expect(await namesOf(page)).toEqual(all.toSorted((a, b) => a.localeCompare(b)));
    await order.selectOption('most missing first');
    expect((await namesOf(page)).slice(0, 2)).toEqual(['empty', 'delay']);
    await order.selectOption('anomalies first');
    expect(['delay', 'origin']).toContain((await namesOf(page))[0]);
    await order.selectOption('most different first');
    expect((await namesOf(page))[0]).toBe('delay');
    await order.selectOption('as in the data');
    expect(await namesOf(page)).toEqual(all);
  });

  it('switch the scale and the range of histograms', async () => {
    const { page } = await openReport('statistics');
    const card = page.locator('.card[data-name=delay]');
    const isShown = async (selector: string): Promise<boolean> => card.locator(selector).first().isVisible();
    expect([await isShown('.core'), await isShown('.full')]).toEqual([true, false]);
    await page.getByRole('checkbox', { name: 'full range' }).check();
    expect([await isShown('.core'), await isShown('.full')]).toEqual([false, true]);
    expect([await isShown('.full .linear'), await isShown('.full .log')]).toEqual([true, false]);
    await page.getByRole('checkbox', { name: 'log height' }).check();
    expect([await isShown('.full .linear'), await isShown('.full .log')]).toEqual([false, true]);
  });

  it('lead from an anomaly to its column', async () => {
    const { page } = await openReport('statistics');
    await page.locator('.anomalies a', { hasText: 'delay' }).first().click();
    expect(await page.locator('.card:target h3').innerText()).toBe('delay');
  });

  it('switch between splits by mouse and keyboard', async () => {
    const { page, record } = await openReport('statistics-of-splits');
    const shown = async (): Promise<string[]> =>
      page.locator('[role=tabpanel]:visible').evaluateAll((panels) => panels.map(({ id }) => id));
    const [train, evaluation] = [page.getByRole('tab', { name: 'train' }), page.getByRole('tab', { name: 'eval' })];
    expect(await shown()).toEqual(['p0']);
    await evaluation.click();
    expect(await shown()).toEqual(['p1']);
    await page.keyboard.press('ArrowLeft');
    expect(await shown()).toEqual(['p0']);
    expect(await train.getAttribute('aria-selected')).toBe('true');
    await page.getByRole('searchbox').fill('origin');
    expect(await namesOf(page)).toEqual(['origin']);
    expect(record.problems).toEqual([]);
  });
});

describe('the controls of the evaluation', () => {
  const rowsOf = async (page: Page): Promise<string[][]> =>
    page
      .locator('table.slices tbody tr')
      .evaluateAll((lines) => lines.map((line) => [...line.children].map(({ textContent }) => textContent)));
  const namesOf = async (page: Page): Promise<string[]> => (await rowsOf(page)).map(([name]) => name!);

  it('find slices by name and by what they are cut by', async () => {
    const { page, record } = await openReport('evaluation');
    const all = await namesOf(page);
    expect(all).toHaveLength(7);
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('ord');
    expect(await namesOf(page)).toEqual(['origin = ORD']);
    expect(await page.locator('#slices').getByRole('status').innerText()).toBe('1 slice');
    await page.getByRole('searchbox').fill('no such slice');
    expect(await page.getByText('No slice has this name.').isVisible()).toBe(true);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'By', exact: true }).selectOption('size');
    expect((await namesOf(page)).slice(1).toSorted()).toEqual(['size = large', 'size = small']);
    expect(record.problems).toEqual([]);
  });

  it('sort slices, up and down, by any column', async () => {
    const { page } = await openReport('evaluation');
    const button = page.locator('table.slices').getByRole('button', { name: 'rows' });
    const counts = async (): Promise<number[]> =>
      (await rowsOf(page)).map(([, rows]) => Number(rows!.replace(',', '')));
    await button.click();
    const falling = await counts();
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    expect(await page.locator('th[data-sort=rowCount]').getAttribute('aria-sort')).toBe('descending');
    await button.click();
    expect(await counts()).toEqual(falling.toSorted((a, b) => a - b));
    await page.locator('table.slices').getByRole('button', { name: 'change' }).click();
    const changes = (await rowsOf(page)).map((cells) => Number.parseFloat(cells[5]!.replace('\u2212', '-')));
    expect(changes).toEqual(changes.toSorted((a, b) => b - a));
  });

  it('switch the metric', async () => {
    const { page } = await openReport('evaluation');
    const before = await rowsOf(page);
    await page.getByRole('combobox', { name: 'Metric' }).selectOption({ label: 'Accuracy' });
    expect(await page.locator('th[data-sort=value]').innerText()).toContain('Accuracy');
    const after = await rowsOf(page);
    expect(after.map(([name]) => name)).toEqual(before.map(([name]) => name));
    expect(after.map((cells) => cells[2])).not.toEqual(before.map((cells) => cells[2]));
  });
});

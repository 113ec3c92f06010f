import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, SchemaPayload, StatisticsPayload } from '@millrace/core';
import { openEngine } from '@millrace/data';
import { computeStatistics, renderStatisticsReport, validateStatistics } from '@millrace/data-validation';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine[Symbol.asyncDispose]());

const describeTable = async (table: Record<string, unknown[]>): Promise<StatisticsPayload> =>
  computeStatistics(table, { engine });

const table = {
  delay: [-1116, -3, 0, 4, 4, 250, null, 12],
  origin: ['ORD', 'SFO', 'ORD', '', 'ORD', 'SFO', 'ÖÄ😀', null],
  late: [false, false, false, false, false, true, null, false],
  fuel: [0.5, NaN, Infinity, 1.25, 2, 3, 4, 5],
  date: Array.from({ length: 8 }, (_, i) => new Date(Date.UTC(2001, 0, 1 + i, i * 3))),
  tags: [['a'], ['a', 'b'], [], null, ['b'], ['b'], ['b'], ['b']],
};

/** Tags with their classes and the text between them: what a reader gets, without the drawing. */
function skeleton(page: string): string {
  const body = page.slice(page.indexOf('<body'), page.indexOf('<script>'));
  return body
    .replace(/<svg[^>]*aria-label="([^"]*)"[\s\S]*?<\/svg>/g, '[$1]')
    .replace(
      / (data-\w+|style|title|id|href|aria-\w+|role|type|name|value|placeholder|autocomplete|colspan|scope)="[^"]*"/g,
      '',
    )
    .replace(/\s+/g, ' ')
    .replace(/> </g, '>\n<');
}

describe('renderStatisticsReport', () => {
  it('shows what the golden file shows', async () => {
    const left = await describeTable(table);
    const right = await describeTable({ ...table, origin: table.origin.toReversed(), gone: table.delay });
    const schema: SchemaPayload = {
      specVersion: 1,
      features: {
        delay: { type: 'integer', presence: { minFraction: 1 }, domain: { kind: 'range', min: -60 } },
        origin: { type: 'string', domain: { kind: 'values', values: ['ORD', 'SFO'] } },
        lost: { type: 'float', presence: { minCount: 1 } },
      },
    };
    const anomalies = validateStatistics(left, schema, { previous: right });
    const page = renderStatisticsReport({ left, right, anomalies, schema, title: 'Birds & flights' });
    await expect(skeleton(page)).toMatchFileSnapshot('golden/report.txt');
    expect(renderStatisticsReport({ left, right, anomalies, schema, title: 'Birds & flights' })).toBe(page);
  });

  it('escapes whatever the data holds', async () => {
    const evil = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>&\u0007';
    const statistics = await describeTable({ [evil]: [evil, `${evil}\u0000`, "' onload='x"] });
    const schema: SchemaPayload = {
      specVersion: 1,
      features: { [evil]: { type: 'string', domain: { kind: 'values', values: [evil] } } },
    };
    const anomalies = validateStatistics(statistics, schema);
    const page = renderStatisticsReport({ left: statistics, schema, anomalies, title: evil, leftName: evil });
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/[^\P{Cc}\n\t]/u);
    expect(page).not.toContain("' onload='");
  });

  it('needs nothing from outside', async () => {
    const page = renderStatisticsReport({ left: await describeTable(table) });
    expect(page).not.toMatch(/https?:|src=|@import|url\(|<link/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"`);
  });

  it('closes every tag it opens', async () => {
    const left = await describeTable(table);
    const page = renderStatisticsReport({ left, right: left });
    const open: string[] = [];
    for (const [, slash, name, rest] of page
      .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
      .matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (['meta', 'input', 'line', 'path'].includes(name!) || rest!.endsWith('/')) continue;
      if (slash === '/') expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it('puts two splits side by side, and gives more of them a tab each', async () => {
    const [split] = Object.values((await describeTable(table)).splits);
    const two = renderStatisticsReport({ left: { specVersion: 1, splits: { train: split!, eval: split! } } });
    expect(two.match(/class="pair"/g)).toHaveLength(1);
    expect(two).not.toContain('role="tab"');
    const three = renderStatisticsReport({
      left: { specVersion: 1, splits: { train: split!, eval: split!, test: split! } },
    });
    expect(three.match(/role="tab"/g)).toHaveLength(3);
    expect(three.match(/class="pair"/g)).toHaveLength(3);
  });

  it('draws columns without values, of one value, of one row, and an empty table', async () => {
    for (const rows of [
      { a: [null, null], b: [5, 5] },
      { a: [1.5], b: [new Date(0)] },
      { a: [], b: [] },
      { a: [1e300, -1e300], b: [5e-324, 0] },
    ]) {
      const statistics = await describeTable(rows);
      const page = renderStatisticsReport({ left: statistics, right: statistics });
      const found = /.{0,80}(NaN|Infinity|undefined).{0,20}/.exec(page);
      expect(found).toBeNull();
    }
  });
});

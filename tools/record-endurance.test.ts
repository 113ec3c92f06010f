import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { endurancePage, replaceRow } from './record-endurance.mjs';
import { fromRoot } from './repository.mjs';

const run = {
  suite: 'swaps',
  hasPassed: true,
  did: '1,000 swaps | no error',
  seconds: 61,
  when: '2026-11-25',
  commit: 'abc1234',
  machine: '2 x CPU, 8 GB, linux, Node 20.20.2',
};
const rowsOf = (page: string): string[] => page.split('\n').filter((line) => /^\| (?!suite)/.test(line));

it('renews the row of one suite and keeps those of the others', () => {
  const first = replaceRow('', run);
  const second = replaceRow(first, { ...run, suite: 'crash', did: '300 kills' });
  const third = replaceRow(second, { ...run, hasPassed: false, seconds: 1234 });
  const tail = '2026-11-25 | abc1234 | 2 x CPU, 8 GB, linux, Node 20.20.2 |';
  expect(rowsOf(third)).toEqual([
    `| crash | passed | 300 kills | 61 | ${tail}`,
    `| swaps | FAILED | 1,000 swaps / no error | 1,234 | ${tail}`,
  ]);
});

it('has a row for each suite of the nightly run, and every one passed', () => {
  const suites = [...readFileSync(fromRoot('.ci/nightly'), 'utf8').matchAll(/^suite (\S+) /gm)].map(
    ([, name]) => name!,
  );
  const rows = rowsOf(readFileSync(fromRoot(endurancePage), 'utf8'));
  const recorded = rows.map((row) => row.split(' | ')[0]!.slice(2));
  expect(recorded.toSorted()).toEqual(suites.toSorted());
  expect(rows.filter((row) => !row.includes(' | passed | '))).toEqual([]);
});

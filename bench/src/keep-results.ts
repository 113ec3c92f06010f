import { readFile, writeFile } from 'node:fs/promises';
import type { BenchResult } from './bench-case.ts';
import { cases } from './cases.ts';
import { pagePath, resultsPath } from './places.ts';
import { renderPage } from './render-page.ts';

/** What is committed: the machine, and every line of the table. */
interface KeptResults {
  readonly machine: string;
  readonly results: readonly BenchResult[];
}

/**
 * New lines in place of those of the same cases, in the order of the cases. Lines of another machine are dropped: a table
 * speaks of one.
 */
export function mergeResults(kept: KeptResults, fresh: KeptResults): KeptResults {
  const caseOf = ({ name }: BenchResult): string => name.split(' / ')[0]!;
  const renewed = new Set(fresh.results.map(caseOf));
  const older = kept.machine === fresh.machine ? kept.results.filter((result) => !renewed.has(caseOf(result))) : [];
  const all = [...older, ...fresh.results];
  const results = Object.keys(cases).flatMap((name) => all.filter((result) => caseOf(result) === name));
  return { machine: fresh.machine, results };
}

/** Keeps results in the repository and writes the page of the documentation. */
export async function keepResults(results: readonly BenchResult[], machine: string): Promise<void> {
  const kept = JSON.parse(
    await readFile(resultsPath, 'utf8').catch(() => '{"machine":"","results":[]}'),
  ) as KeptResults;
  const merged = mergeResults(kept, { machine, results });
  await writeFile(resultsPath, `${JSON.stringify(merged, null, 2)}\n`);
  await writeFile(pagePath, renderPage(merged.results, merged.machine));
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './bench-case.ts';
import type { CaseName } from './cases.ts';
import { caseFailed } from './errors.ts';

const entry = fileURLToPath(new URL(`case-process${import.meta.url.slice(-3)}`, import.meta.url));

/** Runs one case in a process of its own. Throws `BENCH_CASE_FAILED`. */
export async function runCase(name: CaseName, { peers }: { readonly peers: boolean }): Promise<readonly BenchResult[]> {
  // What a case prints goes to stderr, so that stdout stays the table's.
  const child = fork(entry, peers ? [name, 'peers'] : [name], { stdio: ['ignore', 2, 2, 'ipc'] });
  let results: readonly BenchResult[] | undefined;
  child.on('message', (message) => {
    results = message as readonly BenchResult[];
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (results === undefined || code !== 0) throw caseFailed({ name, code });
  return results;
}

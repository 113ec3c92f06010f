// One case in a process of its own, so that its peak memory is its own. Answers over the channel of its parent; started by
// hand, for a profile, it prints: node --cpu-prof bench/dist/case-process.js NAME.
import type { BenchResult } from './bench-case.ts';
import { cases, type CaseName } from './cases.ts';
import { measure } from './measure.ts';
import { summarise } from './summarise.ts';

const [name, withPeers] = process.argv.slice(2) as [CaseName, string | undefined];
const benchCase = await cases[name]();
const baselines = (benchCase.baselines ?? []).filter(({ isPeer }) => isPeer === undefined || withPeers === 'peers');
const results: readonly BenchResult[] = summarise(name, benchCase, await measure(benchCase, baselines));
if (process.send === undefined) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
else process.send(results, () => process.disconnect());

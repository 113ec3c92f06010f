// One case in a process of its own, so that its peak memory is its own. Answers over the channel of its parent.
import type { BenchResult } from './bench-case.ts';
import { cases, type CaseName } from './cases.ts';
import { measure } from './measure.ts';
import { summarise } from './summarise.ts';

const [name, withPeers] = process.argv.slice(2) as [CaseName, string | undefined];
const benchCase = await cases[name]();
const baselines = (benchCase.baselines ?? []).filter(({ isPeer }) => isPeer === undefined || withPeers === 'peers');
const results: readonly BenchResult[] = summarise(name, benchCase, await measure(benchCase, baselines));
process.send!(results, () => process.disconnect());

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { crashPlacesIn } from './crash-places.ts';
import { killFlights, type KillReport } from './kill-flights.ts';
import { runTogether } from './run-together.ts';
import { runUndisturbed } from './run-undisturbed.ts';

// `npm run crash --workspace @millrace/app-flight-delays -- --kills 300`: the last line tells what came of it. 1: something went wrong.
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { kills: text, rows: text, seed: text, root: text } });
const [kills, rows, seed] = [Number(values.kills ?? 300), Number(values.rows ?? 100_000), Number(values.seed ?? 0)];
const root = values.root ?? (await mkdtemp(path.join(tmpdir(), 'millrace-crash-')));
const places = crashPlacesIn(root);

const describe = ({ kills: killed, rounds, resumes, looks, answers }: KillReport): string =>
  `${killed.pipeline} kills of the pipeline, ${killed.worker} of workers, ${killed.server} of servers; ` +
  `${resumes} resumes in ${rounds} runs; ${looks} looks at everything visible; ${answers} right answers meanwhile`;

const expected = await runUndisturbed(places, rows);
console.error(`undisturbed: ${Object.keys(expected.digests).length} artifacts in ${expected.seconds.toFixed(1)} s`);
const problems = [...(await runTogether({ places, rows, expected }))];
console.error('two at once: done');
const report = await killFlights({
  places,
  rows,
  expected,
  kills,
  seed,
  onRound: (sofar) => console.error(describe(sofar)),
});
problems.push(...report.problems);
for (const problem of problems) console.error(`problem: ${problem}`);
if (problems.length === 0 && values.root === undefined) await rm(root, { recursive: true, force: true });
console.log(`result: ${describe(report)}; two runs at once; ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

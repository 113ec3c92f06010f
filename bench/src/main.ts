import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMillraceError } from '@millrace/core';
import type { BenchResult } from './bench-case.ts';
import { chooseCases } from './cases.ts';
import { describeMachine } from './machine.ts';
import { keepResults } from './keep-results.ts';
import { pythonPath } from './places.ts';
import { runCase } from './run-case.ts';
import { describeLosses, formatTable } from './table.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const usage = `npm run bench -- [--only NAME]... [--peers] [--json] [--write]

  --only NAME  only this case; may be repeated
  --peers      beside LightGBM, XGBoost and scikit-learn too, from the environment that bench/peers/setup makes
  --json       the figures as JSON
  --write      keeps them in bench/results.json, in place of older ones of the same cases, and writes docs/benchmarks.md
`;

async function bench(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      peers: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return true;
  }
  const chosen = chooseCases(values.only ?? []);
  if (values.peers && !existsSync(pythonPath))
    say('The peers are not there: make their environment with `bench/peers/setup`. Going on without them.');
  const peers = values.peers && existsSync(pythonPath);
  const results: BenchResult[] = [];
  let isComplete = true;
  say(describeMachine());
  for (const name of chosen) {
    say(`${name} ...`);
    try {
      const lines = await runCase(name, { peers });
      results.push(...lines);
      say(formatTable(lines));
    } catch (error) {
      isComplete = false;
      say(describeError(error));
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  else process.stdout.write(formatTable(results));
  for (const { name, notes } of results) for (const note of notes) say(`${name}: ${note}`);
  if (peers) for (const loss of describeLosses(results)) say(`We lose. ${loss}`);
  if (values.write) await keepResults(results, describeMachine());
  return isComplete;
}

function describeError(error: unknown): string {
  if (isMillraceError(error)) return `${error.message}\n${error.cure}`;
  return error instanceof Error ? error.message : String(error);
}

try {
  process.exitCode = (await bench()) ? 0 : 1;
} catch (error) {
  say(describeError(error));
  process.exitCode = 2;
}

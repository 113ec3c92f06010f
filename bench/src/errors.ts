import { MillraceError, describeKnownNames } from '@millrace/core';

export function unknownCase({
  name,
  known,
}: {
  name: string;
  known: readonly string[];
}): MillraceError<'BENCH_UNKNOWN_CASE'> {
  return new MillraceError({
    code: 'BENCH_UNKNOWN_CASE',
    message: `There is no benchmark "${name}".`,
    cure: describeKnownNames(name, known),
    details: { name },
  });
}

export function caseFailed({ name, code }: { name: string; code: number | null }): MillraceError<'BENCH_CASE_FAILED'> {
  return new MillraceError({
    code: 'BENCH_CASE_FAILED',
    message: `The benchmark "${name}" ended with ${code === null ? 'a signal' : `code ${code}`} and gave no figures.`,
    cure: `Read what it printed above; run it alone with \`npm run bench -- --only ${name}\`.`,
    details: { name, code },
  });
}

export function processFailed({
  command,
  output,
}: {
  command: string;
  output: string;
}): MillraceError<'BENCH_PROCESS_FAILED'> {
  return new MillraceError({
    code: 'BENCH_PROCESS_FAILED',
    message: `\`${command}\` failed: ${output.trim().slice(-500)}`,
    cure: 'Run the command by hand; for a peer, make its environment again with `bench/peers/setup`.',
    details: { command },
  });
}

export function wrongRowCount({
  what,
  rows,
  expected,
}: {
  what: string;
  rows: number;
  expected: number;
}): MillraceError<'BENCH_WRONG_ROW_COUNT'> {
  return new MillraceError({
    code: 'BENCH_WRONG_ROW_COUNT',
    message: `${what}: ${rows} rows instead of ${expected}.`,
    cure: 'Remove `bench/.data` and run again; when it stays, the two sides do not do the same work.',
    details: { what, rows, expected },
  });
}

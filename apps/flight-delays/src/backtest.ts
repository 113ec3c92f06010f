import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MillraceError } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { placesOf } from './places.ts';
import { readChoices } from './read-choices.ts';
import { outputOf } from './run-outputs.ts';
import { runFlights } from './run-flights.ts';

/** Five weeks, spring to summer, each judged by a model that learned from the eight weeks before it. */
const weeks = ['2001-03-05', '2001-04-16', '2001-05-07', '2001-05-28', '2001-06-18'];

const { values } = parseArgs({ options: { learner: { type: 'string' } } });
const rows: string[] = [];
for (const week of weeks) {
  const choices = readChoices({ learner: values.learner, week });
  const run = await runFlights({ ...choices, to: 'Evaluator' });
  const output = outputOf(run, 'Evaluator', ['evaluation', 'evaluation']);
  if (output === undefined) throw notEvaluated(week, run.steps.find(({ error }) => error !== undefined)?.error);
  const { slices, rowCount } = await readPayload(output);
  const { metrics } = slices[0]!;
  const value = (name: string): number => metrics[name]!.value!;
  const ticketOnly = (name: string): number => metrics[name]!.baseline!.value!;
  const cells = [
    week,
    rowCount.toLocaleString('en-US'),
    `${(value('baseRate') * 100).toFixed(1)} %`,
    value('rocAuc').toFixed(4),
    ticketOnly('rocAuc').toFixed(4),
    value('logLoss').toFixed(4),
    (value('logLoss') - value('constantLogLoss')).toFixed(4),
    value('calibrationError').toFixed(4),
  ];
  rows.push(`| ${cells.join(' | ')} |`);
  console.error(rows.at(-1));
}
const table = [
  '| week from | flights | late | ROC AUC | without point-in-time | log loss | against the constant | calibration error |',
  '|---|---|---|---|---|---|---|---|',
  ...rows,
  '',
].join('\n');
process.stdout.write(table);
await writeFile(path.join(placesOf().output, `backtest-${values.learner ?? 'trees'}.md`), table);

function notEvaluated(week: string, cause: unknown): MillraceError<'FLIGHTS_NOT_EVALUATED'> {
  return new MillraceError({
    code: 'FLIGHTS_NOT_EVALUATED',
    message: `The model of the week from ${week} was not judged.`,
    cure: 'Run `npm start -- --week` with this week and look at the step that failed.',
    details: { week },
    cause,
  });
}

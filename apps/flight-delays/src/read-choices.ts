import { MillraceError, describeKnownNames } from '@millrace/core';
import { allRows, firstWeek, lastWeek } from './land-weeks.ts';
import { learners, weeksOfTraining, type LearnerName } from './pipeline.ts';
import { addWeeks, listWeeks } from './weeks.ts';

export interface Choices {
  readonly learner: LearnerName;
  readonly evaluationWeek: string;
  /** Flights to take; undefined for all. */
  readonly rows: number | undefined;
}

/** The weeks that a model can be judged on: eight before them to learn from, one after them to watch. */
export const evaluationWeeks: readonly string[] = listWeeks(
  addWeeks(firstWeek, weeksOfTraining),
  addWeeks(lastWeek, -1),
);

/** With fewer flights, a week has too few of them to judge a model on. */
const fewestRows = 50_000;

/** What the command line asks for. Throws `FLIGHTS_UNKNOWN_CHOICE` with what there is to choose from. */
export function readChoices({
  learner,
  week = '2001-06-18',
  rows: rowsText,
}: {
  readonly learner?: string | undefined;
  readonly week?: string | undefined;
  readonly rows?: string | undefined;
}): Choices {
  const rows = readRows(rowsText);
  const name = learner ?? (rows === undefined ? 'trees' : 'few-trees');
  if (!Object.hasOwn(learners, name)) throw unknownName('--learner', name, Object.keys(learners));
  if (!evaluationWeeks.includes(week)) throw unknownName('--week', week, evaluationWeeks);
  return { learner: name as LearnerName, evaluationWeek: week, rows };
}

function readRows(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= fewestRows && rows <= allRows) return rows === allRows ? undefined : rows;
  throw unknownChoice({
    option: '--rows',
    value: text,
    cure: `Give a whole number from ${fewestRows} to ${allRows}, or leave it out for all flights.`,
  });
}

function unknownName(option: string, value: string, known: readonly string[]): MillraceError<'FLIGHTS_UNKNOWN_CHOICE'> {
  return unknownChoice({ option, value, cure: describeKnownNames(value, known), known });
}

function unknownChoice({
  cure,
  ...details
}: {
  readonly option: string;
  readonly value: string;
  readonly cure: string;
  readonly known?: readonly string[] | undefined;
}): MillraceError<'FLIGHTS_UNKNOWN_CHOICE'> {
  const { option, value } = details;
  const message = `${option} cannot be "${value}".`;
  return new MillraceError({ code: 'FLIGHTS_UNKNOWN_CHOICE', message, cure, details });
}

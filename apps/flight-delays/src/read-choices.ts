import { MillraceError, describeKnownNames } from '@millrace/core';
import { firstWeek, lastWeek } from './land-weeks.ts';
import { learners, weeksOfTraining, type LearnerName } from './pipeline.ts';
import { addWeeks, listWeeks } from './weeks.ts';

export interface Choices {
  readonly learner: LearnerName;
  readonly evaluationWeek: string;
}

/** The weeks that a model can be judged on: eight before them to learn from, one after them to watch. */
export const evaluationWeeks: readonly string[] = listWeeks(
  addWeeks(firstWeek, weeksOfTraining),
  addWeeks(lastWeek, -1),
);

/** What the command line asks for. Throws `FLIGHTS_UNKNOWN_CHOICE` with what there is to choose from. */
export function readChoices({
  learner = 'trees',
  week = '2001-06-18',
}: {
  readonly learner?: string | undefined;
  readonly week?: string | undefined;
}): Choices {
  if (!Object.hasOwn(learners, learner)) throw unknownChoice('--learner', learner, Object.keys(learners));
  if (!evaluationWeeks.includes(week)) throw unknownChoice('--week', week, evaluationWeeks);
  return { learner: learner as LearnerName, evaluationWeek: week };
}

function unknownChoice(
  option: string,
  value: string,
  known: readonly string[],
): MillraceError<'FLIGHTS_UNKNOWN_CHOICE'> {
  return new MillraceError({
    code: 'FLIGHTS_UNKNOWN_CHOICE',
    message: `${option} cannot be "${value}".`,
    cure: describeKnownNames(value, known),
    details: { option, value, known },
  });
}

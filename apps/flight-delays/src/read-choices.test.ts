import { expect, it } from 'vitest';
import { evaluationWeeks, readChoices } from './read-choices.ts';

it('judges the trees on the week from 18 June unless asked otherwise', () => {
  expect(readChoices({})).toEqual({ learner: 'trees', evaluationWeek: '2001-06-18' });
});

it('can judge every week with eight before and one after', () => {
  expect([evaluationWeeks[0], evaluationWeeks.at(-1), evaluationWeeks.length]).toEqual([
    '2001-02-26',
    '2001-06-18',
    17,
  ]);
});

it.each([
  [{ learner: 'tree' }, '--learner cannot be "tree".', 'Did you mean "trees"?'],
  [{ week: '2001-06-19' }, '--week cannot be "2001-06-19".', 'Did you mean "2001-'],
  [{ week: '2001-06-25' }, '--week cannot be "2001-06-25".', 'Known: '],
])('says what there is to choose from: %o', (asked, message, cure) => {
  expect(() => readChoices(asked)).toThrow(
    expect.objectContaining({ code: 'FLIGHTS_UNKNOWN_CHOICE', message, cure: expect.stringContaining(cure) as string }),
  );
});

import { expect, it } from 'vitest';
import { evaluationWeeks, readChoices } from './read-choices.ts';

it('judges the trees on the week from 18 June unless asked otherwise', () => {
  expect(readChoices({})).toEqual({ learner: 'trees', evaluationWeek: '2001-06-18', rows: undefined });
});

it('learns from a cut of the flights with fewer trees, unless asked otherwise', () => {
  expect(readChoices({ rows: '100000' })).toMatchObject({ learner: 'few-trees', rows: 100_000 });
  expect(readChoices({ rows: '100000', learner: 'trees' })).toMatchObject({ learner: 'trees', rows: 100_000 });
  expect(readChoices({ rows: '3000000' })).toMatchObject({ learner: 'trees', rows: undefined });
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
  [{ rows: '100k' }, '--rows cannot be "100k".', 'a whole number from 50000 to 3000000'],
  [{ rows: '3000001' }, '--rows cannot be "3000001".', 'a whole number from 50000 to 3000000'],
])('says what there is to choose from: %o', (asked, message, cure) => {
  expect(() => readChoices(asked)).toThrow(
    expect.objectContaining({ code: 'FLIGHTS_UNKNOWN_CHOICE', message, cure: expect.stringContaining(cure) as string }),
  );
});

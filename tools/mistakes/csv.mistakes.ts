import { csv } from '@millrace/data';
import { readRows } from './read-rows.ts';
import type { MistakeTable } from './mistake.ts';

/** Mistakes in CSV files. */
export const csvMistakes: MistakeTable = {
  area: 'CSV files',
  mistakes: [
    {
      mistake: 'A row with too many fields',
      files: { 'flights.csv': 'origin,delay\nABQ,3\nSFO,4,late\n' },
      run: (place) => readRows(`${place}/flights.csv`),
      code: 'DATA_CSV_MALFORMED',
      says: ['flights.csv, line 3', 'A row of 3 where the header has 2 columns', '"SFO,4,late"'],
      cure: 'Mend the line',
    },
    {
      mistake: 'A row with too few fields',
      files: { 'flights.csv': 'origin,delay\nABQ,3\nSFO\n' },
      run: (place) => readRows(`${place}/flights.csv`),
      code: 'DATA_CSV_MALFORMED',
      says: ['flights.csv, line 3', 'A row of 1 where the header has 2 columns', '"SFO"'],
      cure: 'Rows are never skipped or padded',
    },
    {
      mistake: 'The wrong delimiter',
      files: { 'flights.csv': 'origin;delay\nABQ;3\n' },
      run: (place) => readRows(csv(`${place}/flights.csv`)),
      code: 'DATA_CSV_DELIMITER',
      says: ['flights.csv', '"origin;delay"', 'split at ","'],
      cure: 'delimiter: ";"',
    },
  ],
};

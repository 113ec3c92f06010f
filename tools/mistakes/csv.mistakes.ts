import { gzipSync } from 'node:zlib';
import { csv } from '@millrace/data';
import type { Harmless, Mistake, MistakeTable, Words } from './mistake.ts';
import { readRows } from './read-rows.ts';

const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

interface Refused {
  readonly code?: string;
  readonly says: readonly Words[];
  readonly cure: Words;
  readonly options?: Parameters<typeof csv>[1];
}

/** A file of this content, read as `flights.csv`. */
function refused(mistake: string, content: string | Uint8Array, { options, ...answer }: Refused): Mistake {
  return {
    mistake,
    files: { 'flights.csv': content },
    run: (place) => readRows(csv(`${place}/flights.csv`, options)),
    code: 'DATA_CSV_MALFORMED',
    ...answer,
  };
}

function works(
  mistake: string,
  content: string | Uint8Array,
  { gives, because }: Pick<Harmless, 'gives' | 'because'>,
): Mistake {
  return {
    mistake,
    kind: 'works',
    files: { 'flights.csv': content },
    run: (place) => readRows(csv(`${place}/flights.csv`)),
    gives,
    because,
  };
}

const twoRows = [
  { origin: 'ABQ', delay: 3 },
  { origin: 'SFO', delay: 4 },
];

/** Mistakes in CSV files. */
export const csvMistakes: MistakeTable = {
  area: 'CSV files',
  mistakes: [
    refused('A row with too many fields', 'origin,delay\nABQ,3\nSFO,4,late\n', {
      says: ['flights.csv, line 3', 'A row of 3 where the header has 2 columns', '"SFO,4,late"'],
      cure: 'Mend the line',
    }),
    refused('A row with too few fields', 'origin,delay\nABQ,3\nSFO\n', {
      says: ['flights.csv, line 3', 'A row of 1 where the header has 2 columns', '"SFO"'],
      cure: 'Rows are never skipped or padded',
    }),
    refused('A ragged row after a cell with line breaks', 'origin,note\nABQ,"two\nlines"\nSFO\n', {
      says: ['flights.csv, line 4', 'A row of 1 where the header has 2 columns'],
      cure: 'Mend the line',
    }),
    works('A quoted cell with line breaks, quotes and commas', 'origin,note\nABQ,"a\n""b"", c"\nSFO,d\n', {
      gives: [
        { origin: 'ABQ', note: 'a\n"b", c' },
        { origin: 'SFO', note: 'd' },
      ],
      because: 'The cell holds them, as in RFC 4180.',
    }),
    refused('The wrong delimiter', 'origin;delay\nABQ;3\n', {
      code: 'DATA_CSV_DELIMITER',
      says: ['flights.csv', '"origin;delay"', 'split at ","'],
      cure: 'delimiter: ";"',
    }),
    refused('A delimiter of no characters', 'origin,delay\nABQ,3\n', {
      options: { delimiter: '' },
      code: 'DATA_WRONG_SOURCE',
      says: ['`delimiter` is ""', 'a text of 1 to 4 bytes'],
      cure: 'Did you mean "delimiter"?',
    }),
    refused('A quote that is not closed', 'origin,note\nABQ,a\nSFO,"b\nDFW,c\n', {
      says: ['flights.csv, line 3', 'A quote is not closed'],
      cure: 'Mend the line',
    }),
    refused('A quote in the header that is not closed', 'origin,"note\nABQ,a\n', {
      says: ['flights.csv, line 1', 'A quote is not closed'],
      cure: 'Mend the line',
    }),
    refused('A file of no bytes', '', {
      code: 'DATA_EMPTY_SOURCE',
      says: ['flights.csv', 'the file is empty'],
      cure: 'whether the export that wrote it was complete',
    }),
    refused('A header and nothing else', 'origin,delay\n', {
      code: 'DATA_EMPTY_SOURCE',
      says: ['flights.csv', 'a header is all there is'],
      cure: 'whether the export that wrote it was complete',
    }),
    refused('Lines of nothing but delimiters', ',,\n,,\n', {
      says: ['flights.csv, line 1', 'Column 1 has no name', '",,"'],
      cure: '`header`',
    }),
    refused('Two columns of one name', 'origin,delay,origin\nABQ,3,SFO\n', {
      code: 'DATA_DUPLICATE_COLUMN',
      says: ['"origin" appears twice', 'the header of', 'flights.csv'],
      cure: 'Give every column its own name',
    }),
    refused('Two columns whose names differ in case only', 'origin,delay,Origin\nABQ,3,SFO\n', {
      code: 'DATA_DUPLICATE_COLUMN',
      says: ['"Origin" appears twice', 'flights.csv, once as "origin"'],
      cure: 'SQL does not tell upper from lower case',
    }),
    works('A byte order mark', '\uFEFForigin,delay\nABQ,3\nSFO,4\n', {
      gives: twoRows,
      because: 'The mark is passed over and does not become part of the first name.',
    }),
    refused('UTF-16, little end first', utf16('origin,delay\nABQ,3\n'), {
      code: 'DATA_NOT_UTF8',
      says: ['flights.csv', 'UTF-16LE'],
      cure: 'iconv -f UTF-16LE -t utf-8',
    }),
    refused('UTF-16, big end first', utf16('origin,delay\nABQ,3\n').swap16(), {
      code: 'DATA_NOT_UTF8',
      says: ['flights.csv', 'UTF-16BE'],
      cure: 'iconv -f UTF-16BE -t utf-8',
    }),
    refused('UTF-16 without a byte order mark', utf16('origin,delay\nABQ,3\n').subarray(2), {
      code: 'DATA_NOT_UTF8',
      says: ['flights.csv', 'UTF-16LE'],
      cure: 'iconv -f UTF-16LE -t utf-8',
    }),
    refused('Latin-1 in a row', Buffer.from('city,delay\nRome,3\nMálaga,4\n', 'latin1'), {
      code: 'DATA_NOT_UTF8',
      says: ['flights.csv', 'line 3'],
      cure: 'iconv -f latin1 -t utf-8',
    }),
    refused('Latin-1 in the header', Buffer.from('señal,delay\n1,3\n', 'latin1'), {
      code: 'DATA_NOT_UTF8',
      says: ['flights.csv', 'line 1'],
      cure: 'iconv -f latin1 -t utf-8',
    }),
    {
      mistake: 'A cell of 10 MB',
      kind: 'works',
      files: { 'flights.csv': `origin,note\nABQ,${'x'.repeat(10_000_000)}\nSFO,y\n` },
      run: async (place) => (await readRows(`${place}/flights.csv`)).map(({ note }) => String(note).length),
      gives: [10_000_000, 1],
      because: 'A row may have 32,000,000 bytes.',
    },
    refused('A cell of 40 MB', `origin,note\nABQ,${'x'.repeat(40_000_000)}\nSFO,y\n`, {
      says: ['flights.csv, line 2', /A row of 4\d{7} bytes, where a row may have 32000000/],
      cure: 'Keep values of this size in Parquet',
    }),
    {
      mistake: 'A header of 5 MB',
      kind: 'works',
      files: { 'flights.csv': `origin,${'x'.repeat(5_000_000)}\nABQ,3\n` },
      run: async (place) => Object.keys((await readRows(`${place}/flights.csv`))[0]!).map(({ length }) => length),
      gives: [6, 5_000_000],
      because: 'Names may be long.',
    },
    works('Windows line ends', 'origin,delay\r\nABQ,3\r\nSFO,4\r\n', {
      gives: twoRows,
      because: 'CR LF ends a line like LF.',
    }),
    works('Line ends of a bare carriage return', 'origin,delay\rABQ,3\rSFO,4\r', {
      gives: twoRows,
      because: 'CR ends a line like LF.',
    }),
    refused('Windows and Unix line ends in one file', 'origin,delay\r\nABQ,3\nSFO,4\r\n', {
      says: ['flights.csv, line 2', 'ends with "\\n" where the first one ends with "\\r\\n"'],
      cure: 'dos2unix',
    }),
    works('A null byte in a cell', 'origin,note\nABQ,a\0b\n', {
      gives: [{ origin: 'ABQ', note: 'a\0b' }],
      because: 'It is a character like any other there.',
    }),
    refused('A null byte in a column name', 'origin,de\0lay\nABQ,3\n', {
      code: 'DATA_WRONG_COLUMN_NAME',
      says: ['flights.csv (number 2)', 'its name holds a null byte'],
      cure: 'Rename the column',
    }),
    refused('A gzip file without the ending .gz', gzipSync('origin,delay\nABQ,3\n'), {
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.csv', 'it is a gzip file and not text'],
      cure: 'Give it a name that ends in ".gz"',
    }),
    {
      mistake: 'A gzip file',
      kind: 'works',
      files: { 'flights.csv.gz': gzipSync('origin,delay\nABQ,3\nSFO,4\n') },
      run: (place) => readRows(`${place}/flights.csv.gz`),
      gives: twoRows,
      because: 'It is unpacked while it is read.',
    },
    {
      mistake: 'A gzip file that was cut off',
      files: { 'flights.csv.gz': gzipSync(`origin,delay\n${'ABQ,3\n'.repeat(5000)}`).subarray(0, -20) },
      run: (place) => readRows(`${place}/flights.csv.gz`),
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.csv.gz', 'it cannot be unpacked to its end'],
      cure: 'Copy or export it again',
    },
    {
      mistake: 'Text with the ending .gz',
      files: { 'flights.csv.gz': 'origin,delay\nABQ,3\n' },
      run: (place) => readRows(`${place}/flights.csv.gz`),
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.csv.gz', 'it is not gzip'],
      cure: 'Take ".gz" off its name',
    },
    refused('A spreadsheet with the ending .csv', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0), {
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.csv', 'it is a zip file and not text'],
      cure: 'Unpack or export it first',
    }),
    refused('A declared type that a value does not have', 'origin,delay\nABQ,3\nSFO,late\n', {
      options: { types: { delay: 'float' } },
      code: 'DATA_VALUE_NOT_OF_TYPE',
      says: ['flights.csv, line 3, column "delay"', '"late" is not of type float'],
      cure: 'add it to `nullValues`',
    }),
    refused('A declared integer with a fraction', 'origin,delay\nABQ,3\nSFO,4.5\n', {
      options: { types: { delay: 'integer' } },
      code: 'DATA_VALUE_NOT_OF_TYPE',
      says: ['flights.csv, row 2, column "delay"', '"4.5" is not of type integer'],
      cure: 'Mend the value',
    }),
    refused('A misspelt column', 'origin,delay\nABQ,3\n', {
      options: { columns: ['orign'] },
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['no column "orign"', 'flights.csv'],
      cure: 'Did you mean "origin"?',
    }),
    {
      mistake: 'Files of different columns read together',
      files: { '1.csv': 'origin,delay\nABQ,3\n', '2.csv': 'origin,late\nABQ,3\n' },
      run: (place) => readRows(`${place}/*.csv`),
      code: 'DATA_COLUMNS_DIFFER',
      says: ['2.csv does not have the columns of', '1.csv', '"delay" is missing'],
      cure: 'Read only files of one layout together',
    },
  ],
};

import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MillraceError, type MillraceErrorJson } from '@millrace/core';
import { csv, fingerprintSource, generateExamples, openEngine, parquet } from '@millrace/data';
import type { MistakeTable } from './mistake.ts';
import { readRows } from './read-rows.ts';

const rows = 'origin,delay\nABQ,3\nSFO,4\n';
const flights = { 'flights/2001-01.csv': rows, 'flights/2001-02.csv': rows };

/** Reads as nobody where the tests run as root, who may read everything. */
async function readWithoutPermission(file: string): Promise<void> {
  if (process.geteuid?.() !== 0) {
    await readRows(file);
    return;
  }
  const program = fileURLToPath(new URL('read-as-nobody.mjs', import.meta.url));
  const output = execFileSync(process.execPath, [program, file], { encoding: 'utf8' });
  const error = JSON.parse(output) as MillraceErrorJson | null;
  if (error !== null) throw MillraceError.fromJSON(error);
}

async function writeParquet(file: string, sql: string): Promise<Buffer> {
  await using engine = await openEngine();
  await engine.writeParquet(sql, file);
  return readFileSync(file);
}

const reuse = 'select i as id, md5(i::varchar) as word from range(20000) t(i)';

/** Mistakes in paths and in the files that they lead to. */
export const filesMistakes: MistakeTable = {
  area: 'Files and folders',
  mistakes: [
    {
      mistake: 'A misspelt file',
      files: flights,
      run: (place) => readRows(`${place}/flights/2001-10.csv`),
      code: 'DATA_FILE_NOT_FOUND',
      says: ['No file matches', '"2001-10.csv"', 'in the folder'],
      cure: 'The folder holds "2001-01.csv", "2001-02.csv"',
    },
    {
      mistake: 'A misspelt folder',
      files: flights,
      run: (place) => readRows(`${place}/flihgts/2001-01.csv`),
      code: 'DATA_FILE_NOT_FOUND',
      says: ['there is no "flihgts" in the folder'],
      cure: 'Did you mean "flights"?',
    },
    {
      mistake: 'A pattern without a match',
      files: flights,
      run: (place) => readRows(`${place}/flights/*.parquet`),
      code: 'DATA_FILE_NOT_FOUND',
      says: ['there is no "*.parquet" in the folder'],
      cure: '"2001-01.csv"',
    },
    {
      mistake: 'A pattern in an empty folder',
      arrange: (place) => mkdirSync(`${place}/flights`),
      run: (place) => readRows(`${place}/flights/*.csv`),
      code: 'DATA_FILE_NOT_FOUND',
      says: ['there is no "*.csv" in the folder'],
      cure: 'is empty',
    },
    {
      mistake: 'A folder instead of a file',
      files: flights,
      run: (place) => readRows(`${place}/flights`),
      code: 'DATA_FILE_NOT_READABLE',
      says: ['flights cannot be read: it is a folder'],
      cure: /such as "flights\/\*\.csv"|such as ".*\/flights\/\*\.csv"\. It holds 2001-01\.csv/,
    },
    {
      mistake: 'An ending that tells no format',
      files: { 'flights.txt': rows },
      run: (place) => readRows(`${place}/flights.txt`),
      code: 'DATA_UNKNOWN_FORMAT',
      says: ['flights.txt', 'does not tell its format'],
      cure: '`csv(path)`',
    },
    {
      mistake: 'A file that this user may not read',
      files: { 'flights.csv': rows },
      arrange: (place) => {
        chmodSync(`${place}/flights.csv`, 0o600);
        if (process.geteuid?.() !== 0) chmodSync(`${place}/flights.csv`, 0);
        for (const folder of [place, `${place}/..`]) chmodSync(folder, 0o755);
      },
      run: (place) => readWithoutPermission(`${place}/flights.csv`),
      varies: [[/id \d+/, 'id ‹number›']],
      code: 'DATA_FILE_NOT_READABLE',
      says: ['flights.csv', /the user with the id \d+ may not read it/],
      cure: 'Check the permissions of the file and its folders',
    },
    {
      mistake: 'A folder that this user may not list',
      files: { 'flights/1.csv': rows },
      arrange: (place) => {
        chmodSync(`${place}/flights`, process.geteuid?.() === 0 ? 0o700 : 0);
        for (const folder of [place, `${place}/..`]) chmodSync(folder, 0o755);
      },
      run: (place) =>
        readWithoutPermission(`${place}/flights/*.csv`).finally(() => chmodSync(`${place}/flights`, 0o700)),
      code: 'DATA_FILE_NOT_READABLE',
      says: ['flights cannot be read', 'its folder cannot be listed', 'permission denied'],
      cure: 'Check the permissions of the file and its folders',
    },
    {
      mistake: 'A link to a file that is gone',
      arrange: (place) => symlinkSync('gone.csv', `${place}/flights.csv`),
      run: (place) => readRows(`${place}/flights.csv`),
      code: 'DATA_FILE_NOT_READABLE',
      says: ['flights.csv', 'it is a link to gone.csv, which is not there'],
      cure: 'where a link leads',
    },
    {
      mistake: 'A link to a file',
      kind: 'works',
      files: { 'real.csv': 'origin\nABQ\n' },
      arrange: (place) => symlinkSync('real.csv', `${place}/flights.csv`),
      run: (place) => readRows(`${place}/flights.csv`),
      gives: [{ origin: 'ABQ' }],
      because: 'The file that it leads to is read.',
    },
    {
      mistake: 'A named pipe',
      arrange: (place) => execFileSync('mkfifo', [`${place}/flights.csv`]),
      run: (place) => readRows(`${place}/flights.csv`),
      code: 'DATA_FILE_NOT_READABLE',
      says: ['flights.csv', 'it is a named pipe and not an ordinary file'],
      cure: 'Check the permissions',
    },
    {
      mistake: 'A named pipe as the source of a pipeline',
      arrange: (place) => execFileSync('mkfifo', [`${place}/flights.csv`]),
      run: (place) => fingerprintSource(csv(`${place}/flights.csv`)),
      code: 'DATA_FILE_NOT_READABLE',
      says: ['flights.csv', 'it is a named pipe and not an ordinary file'],
      cure: 'Check the permissions',
    },
    {
      mistake: 'A device',
      run: () => readRows(csv('/dev/zero')),
      code: 'DATA_FILE_NOT_READABLE',
      says: ['/dev/zero', 'it is a device and not an ordinary file'],
      cure: 'Check the permissions',
    },
    {
      mistake: 'A file that grows while examples are made of it',
      files: { 'flights.csv': rows },
      run: async (place) => {
        await using engine = await openEngine();
        let hasGrown = false;
        const query: typeof engine.query = async (sql, options) => {
          const answer = await engine.query(sql, options);
          if (!hasGrown && sql.startsWith('select count(*) as n ')) {
            hasGrown = true;
            appendFileSync(`${place}/flights.csv`, 'DFW,5\n');
          }
          return answer;
        };
        await generateExamples(csv(`${place}/flights.csv`), {
          directory: `${place}/artifacts`,
          engine: { ...engine, query },
        });
      },
      leaves: ['artifacts', 'artifacts/.incoming'],
      code: 'DATA_ROWS_LOST',
      says: ['flights.csv: 2 rows went in and 3 rows came out'],
      cure: 'Check whether the source changed while it was read',
    },
    {
      mistake: 'A Parquet file that was cut in half',
      arrange: async (place) => {
        const whole = await writeParquet(`${place}/flights.parquet`, reuse);
        writeFileSync(`${place}/flights.parquet`, whole.subarray(0, whole.length / 2));
      },
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.parquet', 'its Parquet footer is missing'],
      cure: 'Copy or export it again',
    },
    {
      mistake: 'A Parquet file that is damaged inside',
      arrange: async (place) => {
        const whole = await writeParquet(`${place}/flights.parquet`, reuse);
        writeFileSync(`${place}/flights.parquet`, whole.fill(0, 1000, whole.length - 2000));
      },
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.parquet'],
      cure: 'Copy or export it again',
    },
    {
      mistake: 'A Parquet file of no bytes',
      files: { 'flights.parquet': '' },
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_EMPTY_SOURCE',
      says: ['flights.parquet', 'the file is empty'],
      cure: 'whether the export that wrote it was complete',
    },
    {
      mistake: 'A Parquet file whose first bytes are others',
      arrange: async (place) => {
        const whole = await writeParquet(`${place}/flights.parquet`, reuse);
        writeFileSync(`${place}/flights.parquet`, whole.fill(0xff, 0, 4));
      },
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.parquet', 'it does not begin like Parquet'],
      cure: 'Copy or export it again',
    },
    {
      mistake: 'A CSV file that was renamed to .parquet',
      files: { 'flights.parquet': rows },
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.parquet', 'it does not begin like Parquet but like text'],
      cure: 'Read it with `csv(path)`',
    },
    {
      mistake: 'A Parquet file that was renamed to .csv',
      arrange: (place) => writeParquet(`${place}/flights.csv`, reuse),
      run: (place) => readRows(`${place}/flights.csv`),
      code: 'DATA_FILE_CORRUPT',
      says: ['flights.csv', 'it is a Parquet file and not text'],
      cure: '`parquet(path)`',
    },
    {
      mistake: 'A Parquet file with two columns of one name',
      arrange: async (place) => {
        const whole = await writeParquet(`${place}/flights.parquet`, 'select 1 as origin_a, 2 as origin_b');
        const twice = Buffer.from(whole.toString('latin1').replaceAll('origin_b', 'Origin_a'), 'latin1');
        writeFileSync(`${place}/flights.parquet`, twice);
      },
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_DUPLICATE_COLUMN',
      says: ['"Origin_a" appears twice', 'flights.parquet, once as "origin_a"'],
      cure: 'Give every column its own name',
    },
    {
      mistake: 'A Parquet column of nested values',
      arrange: (place) => writeParquet(`${place}/flights.parquet`, "select {'from': 'ABQ', 'to': 'SFO'} as route"),
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_TYPE_NOT_READABLE',
      says: ['Column "route" of ', 'flights.parquet', 'STRUCT'],
      cure: 'leave it out with `columns`',
    },
    {
      mistake: 'A Parquet column of whole numbers beyond 2^53',
      arrange: (place) => writeParquet(`${place}/flights.parquet`, 'select 9007199254740993 as id'),
      run: (place) => readRows(`${place}/flights.parquet`),
      code: 'DATA_INTEGER_TOO_LARGE',
      says: ['Column "id" of ', 'flights.parquet', '9007199254740993'],
      cure: 'Declare the column as text',
    },
    {
      mistake: 'A Parquet text column read as numbers',
      arrange: (place) => writeParquet(`${place}/flights.parquet`, "select unnest(['3', 'late']) as delay"),
      run: (place) => readRows(parquet(`${place}/flights.parquet`, { types: { delay: 'float' } })),
      code: 'DATA_VALUE_NOT_OF_TYPE',
      says: ['flights.parquet, row 2, column "delay"', '"late" is not of type float'],
      cure: 'declare the column as "string"',
    },
  ],
};

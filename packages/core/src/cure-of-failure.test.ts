import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { cureOfFailure } from './cure-of-failure.ts';

it('says what to do about what the operating system refused, by code or by words', async () => {
  const error: unknown = await readFile(`${import.meta.filename}/below`).catch((caught: unknown) => caught);
  expect(cureOfFailure(error)).toMatch(/^A file stands where a directory belongs/);
  expect(cureOfFailure({ code: 'ENOSPC' })).toMatch(/^Make room on the disk/);
  expect(cureOfFailure({ code: 'SQLITE_READONLY', message: 'attempt to write a readonly database' })).toMatch(
    /read-only/,
  );
  expect(
    cureOfFailure(new RangeError('IO Error: Could not write all bytes to file "a.parquet": No space left on device')),
  ).toMatch(/^Make room on the disk/);
  expect(cureOfFailure('Cannot open file "a.parquet": Too many open files')).toMatch(/ulimit -n/);
});

it('knows nothing about anything else', () => {
  for (const other of [undefined, null, 3, {}, new RangeError('Invalid array length'), { code: 'ENOENT' }])
    expect(cureOfFailure(other)).toBeUndefined();
});

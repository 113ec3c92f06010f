import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeError } from './report-error.ts';

it('says what to do about what the system refused, and shows where anything else comes from', async () => {
  const refused: unknown = await readFile(`${import.meta.filename}/below`).catch((caught: unknown) => caught);
  expect(describeError(refused)).toMatch(
    /^ENOTDIR: not a directory, open '.*'\n {2}A file stands where a directory belongs/,
  );
  expect(describeError(new RangeError('Invalid array length'))).toMatch(/^RangeError: Invalid array length\n {4}at /);
});

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole } from './write-whole.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-whole-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('keeps what was there when writing fails half-way, and leaves nothing beside it', async () => {
  const file = path.join(directory, 'report.json');
  await writeWhole(file, (temporary) => writeFile(temporary, 'old'));
  const failing = writeWhole(file, async (temporary) => {
    await writeFile(temporary, 'ne');
    throw new RangeError('no more room');
  });
  await expect(failing).rejects.toThrow(RangeError);
  expect(await readFile(file, 'utf8')).toBe('old');
  await writeWhole(file, (temporary) => writeFile(temporary, 'new'));
  expect(await readFile(file, 'utf8')).toBe('new');
  expect(await readdir(directory)).toEqual(['report.json']);
});

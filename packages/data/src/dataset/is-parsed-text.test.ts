import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openEngine } from '../engine/open-engine.ts';
import { isParsedText } from './is-parsed-text.ts';
import { openDataset } from './open-dataset.ts';

it('tells text files from what is stored by column', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'millrace-text-'));
  await using engine = await openEngine();
  await engine.writeParquet('select 1 as x', path.join(directory, 'a.parquet'));
  await writeFile(path.join(directory, 'a.csv'), 'x\n1\n');
  await writeFile(path.join(directory, 'a.jsonl'), '{"x":1}\n');
  const answers = [];
  for (const input of ['a.parquet', 'a.csv', 'a.jsonl'].map((name) => path.join(directory, name))) {
    await using dataset = await openDataset(input, { engine });
    answers.push(isParsedText(dataset));
  }
  await using inMemory = await openDataset([{ x: 1 }], { engine });
  expect([...answers, isParsedText(inMemory)]).toEqual([false, true, true, false]);
  await rm(directory, { recursive: true });
});

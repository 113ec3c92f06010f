import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '@millrace/core';
import { openEngine } from '../engine/open-engine.ts';
import { openDataset } from './open-dataset.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

it.each([
  [null, 'CORE_NOT_A_TABLE', 'Cannot read a table from null.'],
  [undefined, 'CORE_NOT_A_TABLE', 'Cannot read a table from undefined.'],
  [42, 'CORE_NOT_A_TABLE', 'Cannot read a table from a number.'],
  [[], 'DATA_EMPTY_SOURCE', 'in the table'],
  [{}, 'DATA_EMPTY_SOURCE', 'it has no columns'],
])('refuses %j as rows', async (input, code, message) => {
  await expect(openDataset(input as never, { engine })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
});

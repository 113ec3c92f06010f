import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A directory for the tests of one file; gone afterwards. */
export function useTemporaryDirectory(): { readonly path: string; join(...parts: string[]): string } {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'millrace-serving-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  return {
    get path() {
      return directory;
    },
    join: (...parts) => path.join(directory, ...parts),
  };
}

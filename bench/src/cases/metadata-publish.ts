import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSqliteMetadataStore } from '@millrace/metadata';
import type { BenchCase } from '../bench-case.ts';
import { chainExecutions } from '../data/fill-metadata.ts';

const [executions, batch] = [10_000, 1000];

export const metadataPublish: BenchCase = {
  what: 'Recording one execution with its artifacts and events in SQLite on disk, of 10,000 in batches of 1,000.',
  unit: 'ms',
  bar: { atMost: 0.5 },
  prepare: async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-bench-'));
    const publications = chainExecutions(executions, 100);
    let round = 0;
    return {
      run: async () => {
        await using store = await createSqliteMetadataStore(path.join(directory, `${round++}.db`));
        const started = performance.now();
        for (let start = 0; start < executions; start += batch)
          await store.publishExecutions(publications.slice(start, start + batch));
        return (performance.now() - started) / executions;
      },
      close: () => rm(directory, { recursive: true, force: true }),
    };
  },
};

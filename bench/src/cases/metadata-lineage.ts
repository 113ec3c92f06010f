import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSqliteMetadataStore } from '@millrace/metadata';
import type { BenchCase } from '../bench-case.ts';
import { chainExecutions } from '../data/fill-metadata.ts';
import { wrongRowCount } from '../errors.ts';

const [executions, hops] = [10_000, 100];

export const metadataLineage: BenchCase = {
  what: 'Reading all that an artifact was made of, 100 executions in a row, from a store of 10,000 executions.',
  unit: 'ms',
  bar: { atMost: 5 },
  prepare: async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-bench-'));
    const store = await createSqliteMetadataStore(path.join(directory, 'metadata.db'));
    const publications = chainExecutions(executions, hops);
    await store.publishExecutions(publications);
    const ends = publications.filter((_, index) => index % hops === hops - 1);
    return {
      run: async () => {
        const started = performance.now();
        for (const { outputs } of ends) {
          const start = { digest: outputs![0]!.artifact.digest };
          const { length } = (await store.readLineage({ start, direction: 'upstream' })).executions;
          if (length !== hops) throw wrongRowCount({ what: 'Executions', rows: length, expected: hops });
        }
        return (performance.now() - started) / ends.length;
      },
      close: async () => {
        await store[Symbol.asyncDispose]();
        await rm(directory, { recursive: true, force: true });
      },
    };
  },
};

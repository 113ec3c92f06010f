import {
  checkOptions,
  concatBatches,
  getColumn,
  optionForms,
  unknownColumn,
  type ColumnBatch,
  type ColumnSpec,
  type Dataset,
  type DatasetReadOptions,
  type Engine,
  type OptionNames,
} from '@millrace/core';
import { namePlace } from './name-place.ts';
import { quoteIdentifier } from '../sql/quote.ts';

/** A dataset that holds what it reads from: dispose it to close what was opened for it. */
export interface OpenedDataset extends Dataset, AsyncDisposable {}

export interface DatasetParts {
  readonly engine: Engine;
  readonly relation: string;
  readonly columns: readonly ColumnSpec[];
  readonly place: string;
  readonly dispose: () => Promise<void>;
}

const readForms: OptionNames<DatasetReadOptions> = {
  columns: {
    expected: 'a list of at least one column name, or leave it out for all columns',
    admits: (value) => Array.isArray(value) && value.length > 0,
  },
  limit: optionForms.natural,
  batchRows: optionForms.count,
  signal: optionForms.signal,
};

export function createDataset({ engine, relation, columns, place, dispose }: DatasetParts): OpenedDataset {
  const known = columns.map(({ name }) => name);
  const select = (options: DatasetReadOptions): string => {
    checkOptions<DatasetReadOptions>(options, 'read', readForms);
    const { columns: names, limit } = options;
    for (const name of names ?? []) if (!known.includes(name)) throw unknownColumn({ name, known, place });
    const list = names === undefined ? '*' : names.map(quoteIdentifier).join(', ');
    return `select ${list} from ${relation}${limit === undefined ? '' : ` limit ${limit}`}`;
  };
  return {
    specVersion: 1,
    engine,
    relation,
    columns,
    async countRows() {
      const count = getColumn(await engine.query(`select count(*) as n from ${relation}`), 'n');
      return count.type === 'integer' ? count.values[0]! : 0;
    },
    async *batches(options = {}) {
      try {
        yield* engine.stream(select(options), options);
      } catch (error) {
        throw namePlace(error, place);
      }
    },
    async read(options = {}) {
      try {
        // A query would hold the answer in the memory of the engine too.
        const batches: ColumnBatch[] = [];
        for await (const batch of engine.stream(select(options), { ...options, batchRows: Infinity }))
          batches.push(batch);
        return concatBatches(batches);
      } catch (error) {
        throw namePlace(error, place);
      }
    },
    [Symbol.asyncDispose]: dispose,
  };
}

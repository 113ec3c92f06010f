import {
  getColumn,
  unknownColumn,
  type ColumnSpec,
  type Dataset,
  type DatasetReadOptions,
  type Engine,
} from '@millrace/core';
import { wrongReadOption } from '../errors.ts';
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

export function createDataset({ engine, relation, columns, place, dispose }: DatasetParts): OpenedDataset {
  const known = columns.map(({ name }) => name);
  const select = ({ columns: names, limit }: DatasetReadOptions): string => {
    for (const name of names ?? []) if (!known.includes(name)) throw unknownColumn({ name, known, place });
    if (names?.length === 0) throw wrongReadOption({ name: 'columns', value: '[]' });
    if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0))
      throw wrongReadOption({ name: 'limit', value: String(limit) });
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
    batches: (options = {}) => engine.stream(select(options), options),
    read: async (options = {}) => engine.query(select(options), options),
    [Symbol.asyncDispose]: dispose,
  };
}

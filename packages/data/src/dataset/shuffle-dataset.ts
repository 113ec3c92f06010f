import { checkArgument, checkOptions, optionForms, type Dataset } from '@millrace/core';
import { dialectOf } from '../sql/dialect.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { createDataset } from './create-dataset.ts';
import { isDataset } from './relate-input.ts';

export interface ShuffleOptions {
  /** Same seed, same rows: same order, on any number of threads. @defaultValue 0 */
  readonly seed?: number | undefined;
}

/**
 * The rows of a dataset in an order that depends on the seed and the row number only. Reading with `limit` draws a sample
 * without replacement. The dataset shares the engine, and what it reads from, with the given one.
 */
export function shuffleDataset(dataset: Dataset, options: ShuffleOptions = {}): Dataset {
  checkArgument(
    dataset,
    { expected: 'a dataset, as `openDataset` gives', admits: isDataset },
    { caller: 'shuffleDataset', argument: 'dataset' },
  );
  checkOptions<ShuffleOptions>(options, 'shuffleDataset', { seed: optionForms.wholeNumber });
  const { seed = 0 } = options;
  const { engine, relation, columns } = dataset;
  const dialect = dialectOf(engine);
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const numbered = `select *, row_number() over () as millrace_row from ${relation}`;
  const order = dialect.hash60(`'${seed}:' || cast(millrace_row as ${dialect.castType('string')})`);
  return createDataset({
    engine,
    relation: `(select ${names} from (${numbered}) order by ${order}, millrace_row)`,
    columns,
    place: 'the shuffled dataset',
    dispose: () => Promise.resolve(),
  });
}

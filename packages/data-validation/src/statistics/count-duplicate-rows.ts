import { getColumn, type ColumnBatch, type Dataset, type ListColumn, type NumericColumn } from '@millrace/core';
import { quoteIdentifier } from '@millrace/data';

/** Up to here one grouping is as fast as anything; and rows beyond the upper limit would take too much memory as hashes. */
const hashingPays = { least: 200_000, most: 100_000_000 };

interface CountDuplicateRowsOptions {
  readonly rowCount: number;
  readonly signal?: AbortSignal | undefined;
  /** Hashes that are in memory together, about. @defaultValue 20,000,000 */
  readonly hashesAtOnce?: number | undefined;
}

/** Rows that equal an earlier row in every column. Exact. */
export async function countDuplicateRows(
  dataset: Dataset,
  { rowCount, signal, hashesAtOnce = 20_000_000 }: CountDuplicateRowsOptions,
): Promise<number> {
  const { engine, relation, columns } = dataset;
  if (columns.length === 0 || rowCount === 0) return 0;
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const countDistinct = async (from: string): Promise<number> => {
    const batch = await engine.query(`select count(*) as n from (select distinct ${names} from ${from}) as d`, {
      signal,
    });
    return readNumbers(batch, 'n').values[0]!;
  };
  const isLarge = rowCount >= hashingPays.least && rowCount <= hashingPays.most;
  if (engine.dialect !== 'duckdb' || !isLarge) return rowCount - (await countDistinct(relation));

  // Grouping millions of different rows is slow. Rows whose 32-bit hash no other row shares have no duplicate; the few others
  // are compared in full. The hash is DuckDB's own and never leaves this function.
  const hash = `(hash(${names}) & 4294967295)::uinteger`;
  const parts = Math.ceil(rowCount / hashesAtOnce);
  const found = [];
  for (let part = 0; part < parts; part++) {
    const chosen = parts === 1 ? '' : ` where ${hash} % ${parts} = ${part}`;
    // One list is handed over as one array: some four times as fast as a row for each hash.
    const batch = await engine.query(`select list(${hash}) as h from ${relation}${chosen}`, { signal });
    const column = getColumn(batch, 'h') as ListColumn;
    found.push(findRepeated(Uint32Array.from((column.items as NumericColumn).values)));
  }
  const repeated = Uint32Array.from(found.flatMap((one) => [...one.repeated]));
  const suspectCount = found.reduce((sum, one) => sum + one.suspectCount, 0);
  if (repeated.length === 0) return 0;
  if (suspectCount > rowCount / 8) return rowCount - (await countDistinct(relation));
  const suspects = await engine.registerTable({
    rowCount: repeated.length,
    columns: { h: { type: 'integer', values: repeated, validity: undefined } },
  });
  try {
    const among = `(select * from ${relation} where ${hash} in (select h from ${suspects.relation})) as s`;
    return suspectCount - (await countDistinct(among));
  } finally {
    await suspects[Symbol.asyncDispose]();
  }
}

function readNumbers(batch: ColumnBatch, name: string): NumericColumn {
  return getColumn(batch, name) as NumericColumn;
}

/** The values that occur more than once, and in how many places they do. */
function findRepeated(values: Uint32Array): { readonly repeated: Uint32Array; readonly suspectCount: number } {
  const sorted = sortWords(values);
  const repeated: number[] = [];
  let suspectCount = 0;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] !== sorted[i - 1]) continue;
    suspectCount++;
    if (repeated.at(-1) === sorted[i]) continue;
    repeated.push(sorted[i]!);
    suspectCount++;
  }
  return { repeated: Uint32Array.from(repeated), suspectCount };
}

/** Radix sort by eleven bits; `values` is used as working space. */
function sortWords(values: Uint32Array): Uint32Array {
  let from = values;
  let to: Uint32Array = new Uint32Array(values.length);
  for (const shift of [0, 11, 22]) {
    const starts = new Uint32Array(2049);
    for (let i = 0; i < from.length; i++) starts[((from[i]! >>> shift) & 2047) + 1]!++;
    for (let bucket = 1; bucket < 2049; bucket++) starts[bucket]! += starts[bucket - 1]!;
    for (let i = 0; i < from.length; i++) to[starts[(from[i]! >>> shift) & 2047]!++] = from[i]!;
    [from, to] = [to, from];
  }
  return from;
}

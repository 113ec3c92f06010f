import path from 'node:path';
import {
  checkOptions,
  concatBatches,
  getColumn,
  optionForms,
  requiredOption,
  unknownColumn,
  type ColumnBatch,
  type ColumnSpec,
  type Engine,
  type ExamplesPayload,
  type InferenceResultPayload,
  type Predictor,
  type SplitFiles,
} from '@millrace/core';
import { columnTaken, rowsLost, unknownSplit } from '../errors.ts';
import { selectColumns } from '../select-columns.ts';
import { describePredictionColumns, toPredictionColumns } from './prediction-columns.ts';

/** Rows of one Parquet file of predictions, about. */
const rowsPerFile = 1 << 18;

export interface InferExamplesOptions {
  readonly engine: Engine;
  readonly predictor: Predictor;
  /** The document of the examples, and the directory that holds their files. */
  readonly examples: ExamplesPayload;
  readonly examplesDirectory: string;
  /** Where Parquet files are written. */
  readonly directory: string;
  /** @defaultValue all */
  readonly splits?: readonly string[] | undefined;
  /** Columns of the examples that are kept beside the predictions. @defaultValue all */
  readonly keyColumns?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: { readonly split: string; readonly rowCount: number }) => void) | undefined;
}

/**
 * Predicts all rows of some examples into Parquet files, in their order, with the kept columns. Rows stream: neither the
 * examples nor the predictions need to fit in memory.
 * Throws `SERVING_UNKNOWN_SPLIT`, `CORE_UNKNOWN_COLUMN`, `SERVING_COLUMN_TAKEN` or `SERVING_ROWS_LOST`.
 */
export async function inferExamples(
  options: InferExamplesOptions,
): Promise<Pick<InferenceResultPayload, 'columns' | 'splits'>> {
  checkInferOptions(options);
  const { predictor, examples } = options;
  const known = Object.keys(examples.splits).sort();
  const wanted = options.splits ?? known;
  for (const split of wanted) if (!known.includes(split)) throw unknownSplit({ split, known });
  const predictions = describePredictionColumns(predictor.signature);
  const kept = selectKept(options);
  const taken = kept.find(({ name }) => predictions.some((column) => column.name === name));
  if (taken !== undefined) throw columnTaken({ column: taken.name });
  const splits: Record<string, SplitFiles> = {};
  for (const split of wanted) splits[split] = await inferSplit(options, { split, kept });
  return { columns: [...kept, ...predictions], splits };
}

function checkInferOptions(options: InferExamplesOptions): void {
  const { text, texts, engine, predictor, signal, callback } = optionForms;
  checkOptions<InferExamplesOptions>(options, 'inferExamples', {
    engine: requiredOption(engine),
    predictor: requiredOption(predictor),
    examples: requiredOption({
      expected: 'the document of examples, as `readPayload` gives',
      admits: (value) => optionForms.object.admits((value as Partial<ExamplesPayload> | null)?.splits),
    }),
    examplesDirectory: requiredOption(text),
    directory: requiredOption(text),
    splits: texts,
    keyColumns: texts,
    signal,
    onProgress: callback,
  });
}

function selectKept({ examples, keyColumns }: InferExamplesOptions): readonly ColumnSpec[] {
  if (keyColumns === undefined) return examples.columns;
  return keyColumns.map((name) => {
    const column = examples.columns.find((candidate) => candidate.name === name);
    if (column === undefined)
      throw unknownColumn({ name, known: examples.columns.map((known) => known.name), place: 'the examples' });
    return column;
  });
}

interface SplitToInfer {
  readonly split: string;
  readonly kept: readonly ColumnSpec[];
}

async function inferSplit(
  { engine, predictor, examples, examplesDirectory, directory, signal, onProgress }: InferExamplesOptions,
  { split, kept }: SplitToInfer,
): Promise<SplitFiles> {
  const { files: sources, rowCount: expected } = examples.splits[split]!;
  const { signature } = predictor;
  const names = new Set([...signature.inputs, ...kept].map(({ name }) => name));
  const relation = engine.parquetRelation(sources.map((file) => path.join(examplesDirectory, file)));
  const files: string[] = [];
  let rowCount = 0;
  let waiting: ColumnBatch[] = [];
  let waitingRows = 0;

  const writeWaiting = async (): Promise<void> => {
    const file = `${split}-${String(files.length + 1).padStart(5, '0')}.parquet`;
    await using table = await engine.registerTable(concatBatches(waiting));
    await engine.writeParquet(`select * from ${table.relation}`, path.join(directory, file), { signal });
    files.push(file);
    waiting = [];
    waitingRows = 0;
    onProgress?.({ split, rowCount });
  };

  if (sources.length > 0) {
    for await (const batch of engine.stream(selectColumns(engine, [...names], relation), { signal })) {
      signal?.throwIfAborted();
      const { scores } = await predictor.predict(batch);
      const keptColumns = Object.fromEntries(kept.map(({ name }) => [name, getColumn(batch, name)]));
      waiting.push({
        rowCount: batch.rowCount,
        columns: { ...keptColumns, ...toPredictionColumns(signature, scores) },
      });
      rowCount += batch.rowCount;
      waitingRows += batch.rowCount;
      if (waitingRows >= rowsPerFile) await writeWaiting();
    }
  }
  if (waitingRows > 0) await writeWaiting();
  if (rowCount !== expected) throw rowsLost({ split, expected, actual: rowCount });
  return { files, rowCount };
}

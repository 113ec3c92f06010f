import path from 'node:path';
import type { Engine, ExamplesPayload, SplitFiles } from '@millrace/core';
import { writePayload } from '@millrace/core/artifacts';
import { checkSplitName } from './splits.ts';

export interface WriteExamplesOptions {
  readonly engine: Engine;
  /** The directory of the artifact that is being published. */
  readonly directory: string;
  /** A query for each split, by name. All give the same columns. A query with a join needs an `order by`. */
  readonly splits: Readonly<Record<string, string>>;
  /** @defaultValue null */
  readonly span?: number | null | undefined;
  /** @defaultValue null */
  readonly version?: number | null | undefined;
  /** The kind whose document is written. @defaultValue 'examples' */
  readonly kind?: 'examples' | 'transformedExamples' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes one `<split>.parquet` for each split, in the order of its query, and the document `examples.json` beside them.
 * Throws `DATA_WRONG_SPLITS` for a name that cannot be a file name, and what the queries throw.
 */
export async function writeExamples(options: WriteExamplesOptions): Promise<ExamplesPayload> {
  const { engine, directory, splits, span = null, version = null, kind = 'examples', signal } = options;
  const written: Record<string, SplitFiles> = {};
  const files: string[] = [];
  for (const [split, sql] of Object.entries(splits)) {
    checkSplitName(split);
    const file = path.join(directory, `${split}.parquet`);
    const rowCount = await engine.writeParquet(sql, file, { signal });
    written[split] = { files: [`${split}.parquet`], rowCount };
    files.push(file);
  }
  const columns = await engine.describe(engine.parquetRelation(files));
  const payload: ExamplesPayload = { specVersion: 1, columns, splits: written, span, version };
  await writePayload(kind, payload, directory);
  return payload;
}

import path from 'node:path';
import type { Engine, ExamplesPayload, SplitFiles } from '@millrace/core';
import { writePayload } from '@millrace/core/artifacts';
import { invalidSplitName } from '../errors.ts';

export interface WriteExamplesOptions {
  readonly engine: Engine;
  /** The directory of the artifact that is being published. */
  readonly directory: string;
  /** A query for each split, by name. All give the same columns. */
  readonly splits: Readonly<Record<string, string>>;
  /** @defaultValue null */
  readonly span?: number | null | undefined;
  /** @defaultValue null */
  readonly version?: number | null | undefined;
  /** The kind whose document is written. @defaultValue 'examples' */
  readonly kind?: 'examples' | 'transformedExamples' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Writes one `<split>.parquet` for each split, in the order of its query, and the document beside them. */
export async function writeExamples(options: WriteExamplesOptions): Promise<ExamplesPayload> {
  const { engine, directory, splits, span = null, version = null, kind = 'examples', signal } = options;
  const written: Record<string, SplitFiles> = {};
  const files: string[] = [];
  for (const [split, sql] of Object.entries(splits)) {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(split)) throw invalidSplitName({ split });
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

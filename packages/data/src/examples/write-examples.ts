import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Engine, ExamplesPayload, SplitFiles } from '@millrace/core';
import { writePayload } from '@millrace/core/artifacts';
import { countRows } from './check-rows.ts';
import { checkSplitName } from './splits.ts';

export interface WriteExamplesOptions {
  readonly engine: Engine;
  /** The directory of the artifact that is being published. */
  readonly directory: string;
  /**
   * What each split is made of, by name: a query, or parts that become a file each. All give the same columns. A query
   * with a join needs an `order by`.
   */
  readonly splits: Readonly<Record<string, string | readonly SplitPart[]>>;
  /** @defaultValue null */
  readonly span?: number | null | undefined;
  /** @defaultValue null */
  readonly version?: number | null | undefined;
  /** The kind whose document is written. @defaultValue 'examples' */
  readonly kind?: 'examples' | 'transformedExamples' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A query, or a Parquet file that is copied as it is. */
export type SplitPart = string | { readonly file: string };

/** Files of a split that are written side by side: one row group keeps one thread of the engine busy. */
const writersAtOnce = 2;

/**
 * Writes `<split>.parquet` for each split, or `<split>-00000.parquet` and so on where a split has several parts, in the
 * order of the queries, and the document `examples.json` beside them.
 * Throws `DATA_WRONG_SPLITS` for a name that cannot be a file name, and what the queries throw.
 */
export async function writeExamples(options: WriteExamplesOptions): Promise<ExamplesPayload> {
  const { engine, directory, splits, span = null, version = null, kind = 'examples', signal } = options;
  const written: Record<string, SplitFiles> = {};
  for (const [split, made] of Object.entries(splits)) {
    checkSplitName(split);
    const parts = typeof made === 'string' ? [made] : made;
    const files = parts.map((_, index) =>
      parts.length === 1 ? `${split}.parquet` : `${split}-${String(index).padStart(5, '0')}.parquet`,
    );
    let rowCount = 0;
    for (let at = 0; at < parts.length; at += writersAtOnce) {
      const counts = parts
        .slice(at, at + writersAtOnce)
        .map((part, index) => writePart(part, path.join(directory, files[at + index]!), { engine, signal }));
      // Both, or one would still write after the failure of the other.
      await Promise.allSettled(counts);
      for (const count of counts) rowCount += await count;
    }
    written[split] = { files, rowCount };
  }
  const files = Object.values(written).flatMap((split) => split.files.map((file) => path.join(directory, file)));
  const columns = await engine.describe(engine.parquetRelation(files));
  const payload: ExamplesPayload = { specVersion: 1, columns, splits: written, span, version };
  await writePayload(kind, payload, directory);
  return payload;
}

async function writePart(
  part: SplitPart,
  file: string,
  { engine, signal }: { readonly engine: Engine; readonly signal: AbortSignal | undefined },
): Promise<number> {
  if (typeof part === 'string') return engine.writeParquet(part, file, { signal });
  await copyFile(part.file, file, constants.COPYFILE_FICLONE);
  return countRows(engine, engine.parquetRelation([file]), signal);
}

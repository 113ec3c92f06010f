import path from 'node:path';
import type { Artifact, Engine, ExamplesPayload } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { parquet, writeExamples } from '@millrace/data';
import type { FittedGraph } from '@millrace/features';
import { rowsLost } from '../errors.ts';
import { applyTransform, type TransformedDataset } from './apply-transform.ts';

export interface WriteTransformedOptions {
  readonly engine: Engine;
  readonly graph: FittedGraph;
  /** The directory of the artifact that is being published. */
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the outputs of every split of the examples, row for row, as Parquet files with their document.
 * Throws `TRANSFORM_ROWS_LOST` when a split does not keep its number of rows.
 */
export async function writeTransformed(
  examples: Artifact<'examples'>,
  { engine, graph, directory, signal }: WriteTransformedOptions,
): Promise<ExamplesPayload> {
  const { splits, span, version } = await readPayload(examples);
  const opened: TransformedDataset[] = [];
  try {
    const queries: Record<string, readonly string[]> = {};
    for (const [split, { files }] of Object.entries(splits)) {
      // File by file: the rows of a file are cut into pieces as they are in the examples, and need not be cut again.
      queries[split] = await Promise.all(
        files.map(async (file) => {
          const dataset = await applyTransform(parquet(path.join(examples.path, file)), graph, { engine });
          opened.push(dataset);
          return `select * from ${dataset.relation}`;
        }),
      );
    }
    const kind = 'transformedExamples';
    const written = await writeExamples({ engine, directory, kind, splits: queries, span, version, signal });
    for (const [split, { rowCount: expected }] of Object.entries(splits)) {
      const actual = written.splits[split]?.rowCount ?? 0;
      if (actual !== expected) throw rowsLost({ split, expected, actual });
    }
    return written;
  } finally {
    for (const dataset of opened) await dataset[Symbol.asyncDispose]();
  }
}

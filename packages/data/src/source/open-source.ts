import type { Engine } from '@millrace/core';
import { unknownFormat } from '../errors.ts';
import { relateCsv } from './csv-relation.ts';
import { relateJsonLines } from './json-lines-relation.ts';
import { relateParquet } from './parquet-relation.ts';
import { resolveFiles, type ResolvedFiles, type SpanOptions } from './resolve-files.ts';
import { csv, jsonLines, parquet, readMemorySource, type FileSource, type Source } from './source.ts';

/** The source that a path means by its ending. Throws `DATA_UNKNOWN_FORMAT`. */
export function sourceOfPath(path: string): FileSource {
  const bare = path.toLowerCase().replace(/\.gz$/, '');
  if (/\.(csv|tsv)$/.test(bare)) return csv(path);
  if (/\.(jsonl|ndjson)$/.test(bare)) return jsonLines(path);
  if (path.toLowerCase().endsWith('.parquet')) return parquet(path);
  throw unknownFormat({ path });
}

export interface OpenedSource extends ResolvedFiles {
  /** A FROM item. */
  readonly relation: string;
  /** For messages. */
  readonly place: string;
  readonly release: () => Promise<void>;
}

/** Finds the files of a source, looks at all that decides their columns, and makes them readable on the engine. */
export async function openSource(source: Source, engine: Engine, options: SpanOptions = {}): Promise<OpenedSource> {
  if (source.format === 'memory') {
    const table = await engine.registerTable(readMemorySource(source));
    return {
      relation: table.relation,
      place: 'the table in memory',
      files: [],
      spans: [],
      release: async () => table[Symbol.asyncDispose](),
    };
  }
  const resolved = await resolveFiles(source.path, options);
  const relation = await relateFiles(source, resolved.files, engine);
  return { ...resolved, relation, place: source.path, release: () => Promise.resolve() };
}

function relateFiles(source: FileSource, files: readonly string[], engine: Engine): Promise<string> {
  switch (source.format) {
    case 'csv':
      return relateCsv(source, files, engine);
    case 'json-lines':
      return relateJsonLines(source, files, engine);
    case 'parquet':
      return relateParquet(source, files, engine);
  }
}

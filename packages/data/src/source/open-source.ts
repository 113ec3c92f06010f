import type { Engine, QueryOptions } from '@millrace/core';
import { unknownFormat } from '../errors.ts';
import { checkSource } from './check-source.ts';
import { describeFolder, listFolder } from './folder.ts';
import { inspectFile } from './inspect-file.ts';
import type { SourceEngine } from './source-engine.ts';
import { resolveFiles, type ResolvedFiles, type SpanOptions } from './resolve-files.ts';
import { csv, jsonLines, parquet, readMemorySource, type FileSource, type Source } from './source.ts';

/** The source that a path means by its ending. Throws `DATA_UNKNOWN_FORMAT`, and `DATA_FILE_NOT_READABLE` for a folder. */
export async function sourceOfPath(path: string): Promise<FileSource> {
  const bare = path.toLowerCase().replace(/\.gz$/, '');
  if (/\.(csv|tsv)$/.test(bare)) return csv(path);
  if (/\.(jsonl|ndjson)$/.test(bare)) return jsonLines(path);
  if (path.toLowerCase().endsWith('.parquet')) return parquet(path);
  const isFolder = path !== '' && (await listFolder(path).catch(() => undefined)) !== undefined;
  throw isFolder ? await describeFolder(path) : unknownFormat({ path });
}

export interface OpenedSource extends ResolvedFiles {
  /** A FROM item. */
  readonly relation: string;
  /** For messages. */
  readonly place: string;
  readonly release: () => Promise<void>;
}

export interface OpenSourceOptions extends SpanOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Finds the files of a source, looks at all that decides their columns, and makes them readable on the engine. */
export async function openSource(
  source: Source,
  engine: Engine,
  options: OpenSourceOptions = {},
): Promise<OpenedSource> {
  checkSource(source);
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
  for (const file of resolved.files) await inspectFile(file, source.format);
  const { signal } = options;
  const relation = await relateFiles(source, resolved.files, {
    dialect: engine.dialect,
    query: (sql: string, queryOptions?: QueryOptions) => engine.query(sql, { signal, ...queryOptions }),
    parquetRelation: (files) => engine.parquetRelation(files),
  });
  return { ...resolved, relation, place: source.path, release: () => Promise.resolve() };
}

async function relateFiles(source: FileSource, files: readonly string[], engine: SourceEngine): Promise<string> {
  switch (source.format) {
    case 'csv':
      return (await import('./csv-relation.ts')).relateCsv(source, files, engine);
    case 'json-lines':
      return (await import('./json-lines-relation.ts')).relateJsonLines(source, files, engine);
    case 'parquet':
      return (await import('./parquet-relation.ts')).relateParquet(source, files, engine);
  }
}

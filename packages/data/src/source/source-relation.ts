import type { Engine } from '@millrace/core';
import { unknownFormat } from '../errors.ts';
import { quoteText } from '../sql/quote.ts';
import { csv, jsonLines, parquet, type FileSource } from './source.ts';

/** The source that a path means by its ending. Throws `DATA_UNKNOWN_FORMAT`. */
export function sourceOfPath(path: string): FileSource {
  const bare = path.toLowerCase().replace(/\.(gz|zst)$/, '');
  if (/\.(csv|tsv)$/.test(bare)) return csv(path);
  if (/\.(jsonl|ndjson)$/.test(bare)) return jsonLines(path);
  if (bare.endsWith('.parquet')) return parquet(path);
  throw unknownFormat({ path });
}

export async function relationOfSource(source: FileSource, engine: Engine): Promise<string> {
  await Promise.resolve(engine);
  switch (source.format) {
    case 'csv':
      return `read_csv(${quoteText(source.path)})`;
    case 'json-lines':
      return `read_json(${quoteText(source.path)}, format = 'newline_delimited')`;
    case 'parquet':
      return `read_parquet(${quoteText(source.path)})`;
  }
}

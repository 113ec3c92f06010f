import { hasCode } from '@millrace/core';
import { emptySource } from '../errors.ts';
import { quoteText } from '../sql/quote.ts';
import type { JsonLinesSource } from './source.ts';
import { checkNames, describeStored, selectTyped } from './stored-columns.ts';
import type { SourceEngine } from './source-engine.ts';

/** A FROM item over files with one JSON object a line. */
export async function relateJsonLines(
  source: JsonLinesSource,
  files: readonly string[],
  engine: SourceEngine,
): Promise<string> {
  const list = `[${files.map(quoteText).join(', ')}]`;
  const form = `format = 'newline_delimited', records = true`;
  // The whole of all files: a sample would let a late value fail, or change its type from day to day.
  const detected = await describeStored(
    engine,
    `read_json(${list}, ${form}, sample_size = -1, maximum_sample_files = ${files.length}, union_by_name = true)`,
  ).catch(async (error: unknown) => {
    // DuckDB does not say which line holds no object when it detects columns, but when it reads.
    if (!hasCode(error, 'DATA_SQL_FAILED') || !/expected records/.test(error.message)) throw error;
    await engine.query(`select count(millrace) as n from read_json(${list}, ${form}, columns = {millrace: 'VARCHAR'})`);
    throw emptySource({ file: source.path, reason: 'no line holds an object with properties' });
  });
  checkNames(source, detected);
  // Declared texts are taken from the JSON as they stand, so that long numbers keep their digits.
  const stored = detected.map(({ name, type }) => {
    const isText = source.types?.[name] === 'string' || /^(UUID|TIME|JSON)\b/.test(type);
    return {
      name,
      type: isText ? 'VARCHAR' : source.types?.[name] === 'timestamp' && type !== 'DATE' ? 'VARCHAR' : type,
    };
  });
  const columns = stored.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  const relate = (of: readonly string[]): string =>
    `read_json([${of.map(quoteText).join(', ')}], ${form}, columns = {${columns.join(', ')}})`;
  return selectTyped(source, stored, { engine, files, relate });
}

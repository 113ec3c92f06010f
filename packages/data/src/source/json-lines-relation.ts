import { getColumn, hasCode, type StringColumn } from '@millrace/core';
import { emptySource } from '../errors.ts';
import { quoteText } from '../sql/quote.ts';
import { checkColumnNames, mayBeRenamed } from './check-column-names.ts';
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
  // Objects of more than 200 properties of one type would be taken for one column that is a map.
  const detection = `sample_size = -1, maximum_sample_files = ${files.length}, map_inference_threshold = -1`;
  // The whole of all files: a sample would let a late value fail, or change its type from day to day.
  const detected = await describeStored(
    engine,
    `read_json(${list}, ${form}, ${detection}, union_by_name = true)`,
  ).catch(async (error: unknown) => {
    // DuckDB does not say which line holds no object when it detects columns, but when it reads.
    if (!hasCode(error, 'DATA_SQL_FAILED') || !/expected records/.test(error.message)) throw error;
    await engine.query(`select count(millrace) as n from read_json(${list}, ${form}, columns = {millrace: 'VARCHAR'})`);
    throw emptySource({ file: source.path, reason: 'no line holds an object with properties' });
  });
  const detectedNames = detected.map(({ name }) => name);
  checkColumnNames(mayBeRenamed(detectedNames) ? await readKeys(engine, list) : detectedNames, source.path);
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

/** The keys of all objects, as they are written. */
async function readKeys(engine: SourceEngine, list: string): Promise<readonly string[]> {
  const objects = `read_json_objects(${list}, format = 'newline_delimited')`;
  const keys = await engine.query(
    `select key from (select distinct unnest(json_keys(json)) as key from ${objects}) order by lower(key), key desc`,
  );
  return (getColumn(keys, 'key') as StringColumn).values.map((key) => key ?? '');
}

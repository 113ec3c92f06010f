import { wrongSource } from '../errors.ts';
import type { Source } from './source.ts';

const fileKeys = ['format', 'path', 'types', 'columns'];
const keysOf: Readonly<Record<Source['format'], readonly string[]>> = {
  csv: [...fileKeys, 'delimiter', 'quote', 'header', 'nullValues'],
  'json-lines': fileKeys,
  parquet: fileKeys,
  memory: ['format', 'columns'],
};
const types = ['float', 'integer', 'boolean', 'string', 'timestamp'];

/** Sources come from pipeline files and JSON too, past the compiler. Throws `DATA_WRONG_SOURCE`. */
export function checkSource(source: Source): void {
  const formats = Object.keys(keysOf);
  if (!formats.includes(source.format))
    throw wrongSource({ reason: `"${source.format}" is not a format`, wanted: source.format, known: formats });
  const known = keysOf[source.format];
  const unknown = Object.keys(source).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw wrongSource({ reason: `${source.format} has no option "${unknown}"`, wanted: unknown, known });
  if (source.format === 'memory') return;
  if (typeof source.path !== 'string' || source.path === '')
    throw wrongSource({ reason: 'it has no path', wanted: 'path', known });
  for (const [column, type] of Object.entries(source.types ?? {})) {
    if (!types.includes(type))
      throw wrongSource({ reason: `"${type}" is not a type for column "${column}"`, wanted: type, known: types });
  }
}

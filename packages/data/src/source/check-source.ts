import { wrongSource } from '../errors.ts';
import type { FileSource, Source } from './source.ts';

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
  checkForms(source, known);
  for (const [column, type] of Object.entries(source.types ?? {})) {
    if (!types.includes(type))
      throw wrongSource({ reason: `"${type}" is not a type for column "${column}"`, wanted: type, known: types });
  }
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const forms: Readonly<Record<string, readonly [expected: string, isRight: (value: unknown) => boolean]>> = {
  types: [
    'an object of types by column',
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ],
  columns: [
    'a list of at least one column name',
    (value) => isTexts(value) && (value as readonly unknown[]).length > 0,
  ],
  delimiter: [
    'a text of 1 to 4 bytes without quotes or line breaks',
    (value) => isText(value) && /^[^"\r\n\0]+$/.test(value as string) && Buffer.byteLength(value as string) <= 4,
  ],
  quote: [
    'a single character, or an empty text for none',
    (value) => isText(value) && /^[!-~]?$/.test(value as string),
  ],
  header: ['true or false', (value) => typeof value === 'boolean'],
  nullValues: ['a list of texts', isTexts],
};

/** JSON and JavaScript hold anything; a delimiter of no characters would never end. */
function checkForms(source: FileSource, known: readonly string[]): void {
  for (const [name, [expected, isRight]] of Object.entries(forms)) {
    const value: unknown = (source as unknown as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || isRight(value)) continue;
    throw wrongSource({ reason: `\`${name}\` is ${JSON.stringify(value)}, not ${expected}`, wanted: name, known });
  }
  if (source.format === 'csv' && source.quote !== undefined && source.quote !== '' && source.delimiter === source.quote)
    throw wrongSource({ reason: '`delimiter` and `quote` are the same', wanted: 'delimiter', known });
}

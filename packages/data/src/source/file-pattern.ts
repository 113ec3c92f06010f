import path from 'node:path';
import { fileNotFound, wrongPattern } from '../errors.ts';
import { describeFolder, isFolder, listFolder, nearestFolder } from './folder.ts';

/** The placeholders of a pattern, as TFX names them. */
type Placeholder = 'SPAN' | 'YYYY' | 'MM' | 'DD' | 'VERSION';

export interface FilePattern {
  readonly pattern: string;
  readonly placeholders: ReadonlySet<Placeholder>;
  readonly segments: readonly PatternSegment[];
}

/** One folder or file name: a fixed text, any depth of folders (`**`), or an expression with named groups. */
type PatternSegment = string | 'any-depth' | RegExp;

export interface MatchedFile {
  readonly file: string;
  readonly values: Readonly<Partial<Record<Placeholder, string>>>;
}

const digitsOf: Readonly<Record<string, string>> = {
  SPAN: '\\d+',
  VERSION: '\\d+',
  YYYY: '\\d{4}',
  MM: '\\d{2}',
  DD: '\\d{2}',
};

/** Reads `*`, `**`, `?` and the placeholders of a path. Throws `DATA_WRONG_PATTERN`. */
export function parsePattern(pattern: string): FilePattern {
  const placeholders = new Set<Placeholder>();
  const segments = pattern
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => parseSegment(segment, pattern, placeholders));
  if (segments.length === 0) throw wrongPattern({ pattern, reason: 'it names no file' });
  const dates = (['YYYY', 'MM', 'DD'] as const).filter((name) => placeholders.has(name));
  if (dates.length > 0 && placeholders.has('SPAN'))
    throw wrongPattern({ pattern, reason: 'it has {SPAN} and a date as well' });
  if (dates.length === 1 || dates.length === 2)
    throw wrongPattern({
      pattern,
      reason: `it has ${dates.map((name) => `{${name}}`).join(' and ')} without the rest of the date`,
    });
  if (placeholders.has('VERSION') && dates.length === 0 && !placeholders.has('SPAN'))
    throw wrongPattern({ pattern, reason: 'it has {VERSION} without a span or a date' });
  return { pattern, placeholders, segments };
}

function parseSegment(segment: string, pattern: string, placeholders: Set<Placeholder>): PatternSegment {
  if (segment === '**') return 'any-depth';
  const isFixed = !/[*?]|\{[A-Z]/.test(segment);
  if (isFixed) return segment;
  const source = segment.replace(
    /\{([A-Z]+)(?::([^}]*))?\}|[*?]|[\\^$+.()|[\]{}]/g,
    (token, name: string | undefined, width: string | undefined) => {
      if (token === '*') return '.*';
      if (token === '?') return '.';
      if (name === undefined) return `\\${token}`;
      const digits = digitsOf[name];
      if (digits === undefined) throw wrongPattern({ pattern, reason: `${token} is not a placeholder` });
      if (width !== undefined && (!/^[1-9]\d?$/.test(width) || !digits.endsWith('+')))
        throw wrongPattern({ pattern, reason: `${token} has a width that is not a whole number of digits` });
      if (placeholders.has(name as Placeholder)) throw wrongPattern({ pattern, reason: `it has {${name}} twice` });
      placeholders.add(name as Placeholder);
      return `(?<${name}>${width === undefined ? digits : `\\d{${width}}`})`;
    },
  );
  // As in a shell, a wildcard does not match the dot of a hidden file.
  return new RegExp(`^${/^[*?]/.test(segment) ? '(?!\\.)' : ''}${source}$`);
}

/** The files that match, sorted by path. Throws `DATA_FILE_NOT_FOUND`, telling what lies beside. */
export async function matchFiles({ pattern, segments }: FilePattern): Promise<readonly MatchedFile[]> {
  const found: MatchedFile[] = [];
  let nearest: Parameters<typeof fileNotFound>[0] | undefined;

  async function walk(directory: string, index: number, values: MatchedFile['values']): Promise<void> {
    const segment = segments[index]!;
    const isLast = index === segments.length - 1;
    const join = (name: string): string => (/(^|\/)$/.test(directory) ? `${directory}${name}` : `${directory}/${name}`);
    if (typeof segment === 'string' && segment !== 'any-depth' && !isLast)
      return walk(join(segment), index + 1, values);
    const entries = await listFolder(directory);
    if (entries === undefined) return;
    const wanted = pattern.split('/').filter((name) => name !== '')[index]!;
    nearest = { path: pattern, directory: path.resolve(directory), wanted, found: entries.map(({ name }) => name) };
    if (segment === 'any-depth') {
      if (!isLast) await walk(directory, index + 1, values);
      for (const { name } of entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')))
        await walk(join(name), index, values);
      return;
    }
    for (const entry of entries) {
      const groups =
        typeof segment === 'string' ? (segment === entry.name ? {} : undefined) : matchName(segment, entry.name);
      if (groups === undefined) continue;
      const next = { ...values, ...groups };
      if (!isLast) await walk(join(entry.name), index + 1, next);
      else if (!(await isFolder(entry, join(entry.name)))) found.push({ file: join(entry.name), values: next });
      else if (typeof segment === 'string') throw await describeFolder(join(entry.name));
    }
  }

  await walk(pattern.startsWith('/') ? '/' : '', 0, {});
  if (found.length === 0) throw fileNotFound(nearest ?? (await nearestFolder(pattern)));
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function matchName(expression: RegExp, name: string): MatchedFile['values'] | undefined {
  const match = expression.exec(name);
  return match === null ? undefined : (match.groups ?? {});
}

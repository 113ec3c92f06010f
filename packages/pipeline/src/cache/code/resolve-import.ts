import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file whose content counts, an installed package whose version counts, or nothing that could change. */
export type ResolvedImport =
  | { readonly type: 'file'; readonly file: string }
  | { readonly type: 'package'; readonly name: string; readonly version: string }
  | { readonly type: 'none' };

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly exports?: unknown;
  readonly imports?: unknown;
  readonly main?: string;
}

const none: ResolvedImport = { type: 'none' };
const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

/** What a module at `from` loads as `specifier`. What cannot be found counts as a package of version `missing`. */
export function resolveImport(specifier: string, from: string): ResolvedImport {
  const name = specifier.replace(/[?#].*$/s, (tail) => (specifier.startsWith('#') ? tail : ''));
  if (name.startsWith('file:')) return resolveFile(fileURLToPath(name));
  if (name.startsWith('.') || path.isAbsolute(name)) return resolveFile(path.resolve(path.dirname(from), name));
  if (name === '' || isBuiltin(name) || /^[a-z]+:/.test(name)) return none;
  const own = findPackage(path.dirname(from));
  if (name.startsWith('#')) {
    const target = own === undefined ? undefined : chooseTarget(own.json.imports, { name, folder: own.folder });
    if (target === undefined) return { type: 'package', name, version: 'missing' };
    return typeof target === 'string' ? resolveImport(target, from) : resolveFile(target.file);
  }
  return resolvePackage(name, { from, own });
}

/** The folder of the nearest `package.json` with a name, and what it says. */
export function findPackage(folder: string): { readonly folder: string; readonly json: PackageJson } | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (isFile(file)) {
      const json = readJson(file);
      if (json.name !== undefined) return { folder: at, json };
    }
    if (path.dirname(at) === at) return undefined;
  }
}

function isInstalled(file: string): boolean {
  return file.split(path.sep).includes('node_modules');
}

function readJson(file: string): PackageJson {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageJson;
  } catch {
    return {};
  }
}

/** TypeScript may name the file that will be, and CommonJS leaves extensions out. */
function resolveFile(wanted: string): ResolvedImport {
  const candidates = [
    wanted,
    wanted.replace(/\.([cm]?)js$/, '.$1ts'),
    `${wanted}.js`,
    `${wanted}.cjs`,
    `${wanted}.json`,
    path.join(wanted, 'index.js'),
  ];
  const file = candidates.find(isFile);
  return file === undefined ? none : { type: 'file', file: realpathSync(file) };
}

function resolvePackage(
  specifier: string,
  { from, own }: { readonly from: string; readonly own: ReturnType<typeof findPackage> },
): ResolvedImport {
  const parts = specifier.split('/');
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const door = ['.', ...parts.slice(specifier.startsWith('@') ? 2 : 1)].join('/');
  const folder = own?.json.name === name ? own.folder : findInstalled(name, path.dirname(from));
  if (folder === undefined) return { type: 'package', name, version: 'missing' };
  const json = readJson(path.join(folder, 'package.json'));
  if (isInstalled(folder)) return { type: 'package', name, version: json.version ?? 'unknown' };
  const target =
    json.exports === undefined
      ? { file: path.join(folder, door === '.' ? (json.main ?? 'index.js') : door) }
      : chooseTarget(json.exports, { name: door, folder });
  if (target === undefined || typeof target === 'string') return { type: 'package', name, version: 'missing' };
  return resolveFile(target.file);
}

function findInstalled(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const candidate = path.join(at, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return realpathSync(candidate);
    if (path.dirname(at) === at) return undefined;
  }
}

/** The target of `exports` or `imports` for a name: a file inside the package, or a bare name. */
function chooseTarget(
  field: unknown,
  { name, folder }: { readonly name: string; readonly folder: string },
): { readonly file: string } | string | undefined {
  const isMap = typeof field === 'object' && field !== null && !Array.isArray(field);
  const doors =
    isMap && Object.keys(field).some((key) => /^[.#]/.test(key)) ? (field as Record<string, unknown>) : { '.': field };
  for (const [key, value] of Object.entries(doors)) {
    const [head, tail] = key.split('*');
    const isPattern = tail !== undefined && name.startsWith(head!) && name.endsWith(tail) && name.length >= key.length;
    if (key !== name && !isPattern) continue;
    const star = isPattern ? name.slice(head!.length, name.length - tail.length) : '';
    return pickCondition(value, (target) => {
      const filled = target.replaceAll('*', star);
      if (!filled.startsWith('.')) return filled;
      const file = path.join(folder, filled);
      return resolveFile(file).type === 'file' ? { file } : undefined;
    });
  }
  return undefined;
}

/** The first target that this process would load and that is there. Custom conditions come from the command line. */
function pickCondition<TFound>(value: unknown, accept: (target: string) => TFound | undefined): TFound | undefined {
  if (typeof value === 'string') return accept(value);
  if (Array.isArray(value)) return firstDefined(value, (item) => pickCondition(item, accept));
  if (typeof value !== 'object' || value === null) return undefined;
  const active = new Set(['node', 'import', 'module-sync', 'default', ...listConditions(process.execArgv)]);
  const entries = Object.entries(value);
  return (
    firstDefined(entries, ([condition, item]) => (active.has(condition) ? pickCondition(item, accept) : undefined)) ??
    // A package that is not built yet: its sources, by whatever condition leads there.
    firstDefined(entries, ([condition, item]) => (condition === 'types' ? undefined : pickCondition(item, accept)))
  );
}

function firstDefined<TItem, TFound>(
  items: readonly TItem[],
  find: (item: TItem) => TFound | undefined,
): TFound | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listConditions(argv: readonly string[]): readonly string[] {
  return argv.flatMap((argument, index) => {
    const inline = /^--conditions=(.+)$/.exec(argument)?.[1];
    if (inline !== undefined) return [inline];
    return argument === '-C' || argument === '--conditions' ? [argv[index + 1] ?? ''] : [];
  });
}

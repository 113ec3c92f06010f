import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MillraceError } from '@millrace/core';
import { fileNotReadable } from '../errors.ts';

/** What a folder holds, by name; undefined where there is no folder. Throws `DATA_FILE_NOT_READABLE`. */
export async function listFolder(directory: string): Promise<readonly Dirent[] | undefined> {
  try {
    const entries = await readdir(directory === '' ? '.' : directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fileNotReadable({ file: directory, reason: `its folder cannot be listed: ${reason}` }, cause);
  }
}

/** True for folders and for links to folders. */
export async function isFolder(entry: Dirent, file: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return (await stat(file).catch(() => undefined))?.isDirectory() === true;
}

/** The innermost folder of a path that is there, what it holds, and the name that it lacks. */
export async function nearestFolder(
  file: string,
): Promise<{ path: string; directory: string; wanted: string; found: readonly string[] }> {
  let directory = path.resolve(file);
  for (;;) {
    const wanted = path.basename(directory);
    directory = path.dirname(directory);
    const entries = await listFolder(directory);
    if (entries !== undefined) return { path: file, directory, wanted, found: entries.map(({ name }) => name) };
  }
}

/** The error for a folder where a file is wanted, with a pattern for the files that it holds. */
export async function describeFolder(directory: string): Promise<MillraceError> {
  const names = ((await listFolder(directory)) ?? []).map(({ name }) => name);
  const ending = /\.(csv|tsv|jsonl|ndjson)(\.gz)?$|\.parquet$/i.exec(names.join('\n'))?.[0] ?? '.parquet';
  const holds =
    names.length === 0 ? 'nothing' : `${names.slice(0, 8).join(', ')}${names.length > 8 ? ' and more' : ''}`;
  return fileNotReadable({
    file: directory,
    reason: 'it is a folder',
    cure: `Write a pattern for the files in it, such as "${directory}/*${ending}". It holds ${holds}.`,
  });
}

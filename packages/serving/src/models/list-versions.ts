import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkArgument, optionForms } from '@millrace/core';
import { cannotListVersions } from '../errors.ts';

/** A version that lies on disk. */
export interface VersionOnDisk {
  readonly version: number;
  readonly directory: string;
  /** Changes when the manifest is written again, e.g. after a broken copy was mended. */
  readonly stamp: string;
}

/**
 * The versions in a directory, lowest first: its subdirectories with whole numbers as names that hold a `model.json`.
 * A directory that is itself a model is its own version 1. A version whose manifest is not there yet does not exist.
 */
export async function listVersions(directory: string): Promise<readonly VersionOnDisk[]> {
  checkArgument(directory, optionForms.text, { caller: 'listVersions', argument: 'directory' });
  const own = await stampOf(directory);
  if (own !== undefined) return [{ version: 1, directory, stamp: own }];
  const versions: VersionOnDisk[] = [];
  const names = await readdir(directory).catch((cause: unknown) => {
    throw cannotListVersions({ directory, cause });
  });
  for (const name of names) {
    if (!/^\d{1,15}$/.test(name)) continue;
    const full = path.join(directory, name);
    const stamp = await stampOf(full);
    if (stamp !== undefined) versions.push({ version: Number(name), directory: full, stamp });
  }
  return versions.sort((a, b) => a.version - b.version);
}

async function stampOf(directory: string): Promise<string | undefined> {
  const manifest = await stat(path.join(directory, 'model.json')).catch(() => undefined);
  return manifest === undefined ? undefined : `${manifest.ino}-${manifest.mtimeMs}-${manifest.size}`;
}

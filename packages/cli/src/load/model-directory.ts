import { stat } from 'node:fs/promises';
import path from 'node:path';
import { listVersions } from '@millrace/serving';

export interface ModelDirectory {
  readonly directory: string;
  /** Of a directory of versions: which one this is. */
  readonly version: number | undefined;
}

/** A model directory as it is, or the newest version in a directory of versions as the Pusher writes them. */
export async function toModelDirectory(text: string, cwd: string): Promise<ModelDirectory> {
  const directory = path.resolve(cwd, text);
  const found = await stat(directory).catch(() => undefined);
  const newest = found?.isDirectory() === true ? (await listVersions(directory)).at(-1) : undefined;
  if (newest === undefined || newest.directory === directory) return { directory, version: undefined };
  return { directory: newest.directory, version: newest.version };
}

import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isMillraceError } from '@millrace/core';

/** What a scene tells of an error: code, message and cure; the text of anything else. */
export type Told =
  { readonly code: string; readonly message: string; readonly cure: string } | { readonly other: string };

/** What a call throws, or undefined when it works. */
export async function tell(call: Promise<unknown>): Promise<Told | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (isMillraceError(error)) return { code: error.code, message: error.message, cure: error.cure };
    return { other: String(error) };
  }
}

/** Leaves so much room on the disk of a directory, by a file that takes the rest. */
export async function leaveRoom(place: string, roomKb: number): Promise<void> {
  const { bavail, bsize } = await statfs(place);
  const bytes = bavail * bsize - roomKb * 1024;
  if (bytes > 0) await writeFile(path.join(place, 'filler'), Buffer.alloc(bytes));
}

export async function makeRoom(place: string): Promise<void> {
  await rm(path.join(place, 'filler'), { force: true });
}

/** All files below a directory, by their paths, but the one that takes room. */
export async function listAll(place: string): Promise<readonly string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== 'filler')
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)))
    .sort();
}

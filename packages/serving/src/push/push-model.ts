import { randomUUID } from 'node:crypto';
import { cp, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isMillraceError, type Artifact } from '@millrace/core';
import { checkModelFiles } from '@millrace/model';
import { cannotPush } from '../errors.ts';
import { listVersions } from '../models/list-versions.ts';

export interface PushModelOptions {
  /** The directory that servers watch. It is made when it is not there. */
  readonly destination: string;
}

export interface PushedVersion {
  readonly version: number;
  /** Absolute path of the version. */
  readonly directory: string;
  /** False when the newest version held the same model already. */
  readonly isNew: boolean;
}

/**
 * Puts a model where servers find it, as the next version: files are copied beside their final place, checked against the
 * digests of the model, flushed to disk, and appear with one rename. A server never sees half a version, and a crash
 * leaves none behind. The version is one more than the highest that is there; when that holds the same model, it is kept.
 *
 * `model` is a model directory or an artifact. Throws `SERVING_CANNOT_PUSH`, `MODEL_NOT_A_MODEL`, `MODEL_FILE_CORRUPT`.
 */
export async function pushModel(
  model: string | Artifact<'model'>,
  { destination }: PushModelOptions,
): Promise<PushedVersion> {
  const source = typeof model === 'string' ? model : model.path;
  const root = path.resolve(destination);
  const { digest } = await checkModelFiles(source);
  const temporary = path.join(root, `.incoming-${process.pid}-${randomUUID()}`);
  try {
    await mkdir(root, { recursive: true });
    const newest = (await listVersions(root)).findLast(({ directory }) => directory !== root);
    if (newest !== undefined && (await digestOf(newest.directory)) === digest)
      return { version: newest.version, directory: newest.directory, isNew: false };
    await cp(source, temporary, { recursive: true });
    await checkModelFiles(temporary);
    await flushAll(temporary);
    const version = await moveToNextVersion(temporary, root);
    return { version, directory: path.join(root, String(version)), isNew: true };
  } catch (cause) {
    if (isMillraceError(cause)) throw cause;
    throw cannotPush({ destination: root, cause });
  } finally {
    // Where nothing can be written, nothing can be removed: that is told already.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A version that is damaged is not the same as any model: what is pushed replaces it as a new one. */
async function digestOf(directory: string): Promise<string | undefined> {
  try {
    return (await checkModelFiles(directory)).digest;
  } catch {
    return undefined;
  }
}

async function flushAll(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    await flush(path.join(entry.parentPath, entry.name));
  await flush(directory);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function moveToNextVersion(temporary: string, root: string): Promise<number> {
  const names = await readdir(root);
  for (let version = 1 + Math.max(0, ...names.filter((name) => /^\d{1,15}$/.test(name)).map(Number)); ; version++) {
    try {
      await rename(temporary, path.join(root, String(version)));
    } catch (error) {
      // Another process pushed at this moment and has the number.
      if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) continue;
      throw error;
    }
    await flush(root);
    return version;
  }
}

import { cp, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import {
  checkArgument,
  checkOptions,
  optionForms,
  requiredOption,
  type OptionForm,
  isMillraceError,
  type Artifact,
} from '@millrace/core';
import { nameUnfinished, removeUnfinished } from '@millrace/core/artifacts';
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

const modelForm: OptionForm = {
  expected: 'a model directory, or a model artifact',
  admits: (value) => optionForms.text.admits(value) || optionForms.artifact.admits(value),
};

/**
 * Puts a model where servers find it, as the next version: files are copied beside their final place, checked against the
 * digests of the model, flushed to disk, and appear with one rename. A server never sees half a version, and a crash
 * leaves none behind; what a killed process had not finished is removed by the next push from its machine. The version is one
 * more than the highest that is there; when that holds the same model, it is kept, also when both are pushed at once.
 *
 * `model` is a model directory or an artifact. Throws `SERVING_CANNOT_PUSH`, `MODEL_NOT_A_MODEL`, `MODEL_FILE_CORRUPT`.
 */
export async function pushModel(model: string | Artifact<'model'>, options: PushModelOptions): Promise<PushedVersion> {
  checkOptions<PushModelOptions>(options, 'pushModel', { destination: requiredOption(optionForms.text) });
  checkArgument(model, modelForm, { caller: 'pushModel', argument: 'model' });
  const { destination } = options;
  const source = typeof model === 'string' ? model : model.path;
  const root = path.resolve(destination);
  const { checkModelFiles } = await import('@millrace/model');
  const { digest } = await checkModelFiles(source);
  // Of this machine: whether a process of another one still writes cannot be told.
  const prefix = `.incoming-${hostname()}`;
  const temporary = path.join(root, nameUnfinished(prefix));
  try {
    await mkdir(root, { recursive: true });
    await removeUnfinished(root, { prefix });
    const newest = await findSame(root, digest);
    if (newest !== undefined) return newest;
    await cp(source, temporary, { recursive: true });
    await checkModelFiles(temporary);
    await flushAll(temporary);
    return await moveToNextVersion(temporary, { root, digest });
  } catch (cause) {
    if (isMillraceError(cause)) throw cause;
    throw cannotPush({ destination: root, cause });
  } finally {
    // Where nothing can be written, nothing can be removed: that is told already.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The newest version, when it holds this model. */
async function findSame(root: string, digest: string): Promise<PushedVersion | undefined> {
  const newest = (await listVersions(root)).findLast(({ directory }) => directory !== root);
  if (newest === undefined || (await digestOf(newest.directory)) !== digest) return undefined;
  return { version: newest.version, directory: newest.directory, isNew: false };
}

/** A version that is damaged is not the same as any model: what is pushed replaces it as a new one. */
async function digestOf(directory: string): Promise<string | undefined> {
  try {
    const { checkModelFiles } = await import('@millrace/model');
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

async function moveToNextVersion(
  temporary: string,
  { root, digest }: { readonly root: string; readonly digest: string },
): Promise<PushedVersion> {
  for (;;) {
    const names = (await readdir(root)).filter((name) => /^\d{1,15}$/.test(name));
    // Another process may have pushed the same model while this one copied.
    const same = await findSame(root, digest);
    if (same !== undefined) return same;
    const version = 1 + Math.max(0, ...names.map(Number));
    const directory = path.join(root, String(version));
    try {
      await rename(temporary, directory);
    } catch (error) {
      // Another process pushed at this moment and has the number.
      if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) continue;
      throw error;
    }
    await flush(root);
    return { version, directory, isNew: true };
  }
}

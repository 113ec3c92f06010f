import type { ModelPayload } from '@millrace/core';
import { readListedFiles, readManifest } from './manifest.ts';
import { filesOf, type ModelFiles } from './model-files.ts';

/**
 * Checks every file of a model against the digests of its manifest, without opening it: no back end is loaded and no
 * golden row predicted. Returns the manifest. Throws `MODEL_NOT_A_MODEL`, `MODEL_FILE_MISSING` or `MODEL_FILE_CORRUPT`.
 */
export async function checkModelFiles(source: string | ModelFiles): Promise<ModelPayload> {
  const files = await filesOf(source);
  const manifest = await readManifest(files);
  await readListedFiles(files, manifest);
  return manifest;
}

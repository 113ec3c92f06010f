import { canonicalJson, type ModelPayload } from '@millrace/core';
import { corruptFile, missingFile, notModel } from './errors.ts';
import type { ModelFiles } from './model-files.ts';
import { sha256 } from './sha256.ts';

export const manifestName = 'model.json';

/** The digest that a manifest carries: over the canonical JSON of everything else in it. */
export async function digestManifest(manifest: Omit<ModelPayload, 'digest'>): Promise<string> {
  return `sha256:${await sha256(new TextEncoder().encode(canonicalJson(manifest)))}`;
}

/** Reads `model.json` and checks its form and its digest. Throws `MODEL_NOT_A_MODEL` or `MODEL_FILE_CORRUPT`. */
export async function readManifest(files: ModelFiles): Promise<ModelPayload> {
  const { place } = files;
  const bytes = await files.read(manifestName);
  if (bytes === undefined) throw notModel({ place, reason: `it has no ${manifestName}` });
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw corruptFile({ place, file: manifestName, reason: 'it is not JSON', cause });
  }
  if (typeof content !== 'object' || content === null)
    throw corruptFile({ place, file: manifestName, reason: 'it is not an object' });
  const { digest, ...rest } = content as ModelPayload;
  const actual = await digestManifest(rest);
  if (digest !== actual)
    throw corruptFile({ place, file: manifestName, reason: `its content has the digest ${actual}, not ${digest}` });
  const problem = describeManifestProblem(content as ModelPayload);
  if (problem !== undefined) throw notModel({ place, reason: `its ${manifestName} ${problem}` });
  return content as ModelPayload;
}

// The JSON Schema of core would say more, but compiling it needs `eval`, which pages with a strict policy forbid. A
// manifest whose digest fits was written by `writeModel`; this is for those that another version wrote.
function describeManifestProblem({
  specVersion,
  files,
  signature,
  transform,
}: Partial<ModelPayload>): string | undefined {
  if (specVersion !== 1) return `is of specVersion ${String(specVersion)}, not 1`;
  if (!Array.isArray(files) || signature === undefined || transform === undefined) return 'lacks a part';
  const outside = (files as ModelPayload['files']).find(({ path }) => /(^|[\\/])\.\.?([\\/]|$)|^[\\/]/.test(path));
  return outside === undefined ? undefined : `names the file ${outside.path}, which lies outside`;
}

/** Reads every file that the manifest lists, and checks its size and digest. */
export async function readListedFiles(
  files: ModelFiles,
  manifest: ModelPayload,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const { place } = files;
  const entries = manifest.files.map(async ({ path: file, sizeBytes, sha256: expected }) => {
    const bytes = await files.read(file);
    if (bytes === undefined) throw missingFile({ place, file });
    if (bytes.length !== sizeBytes)
      throw corruptFile({ place, file, reason: `it has ${bytes.length} bytes, not ${sizeBytes}` });
    if ((await sha256(bytes)) !== expected) throw corruptFile({ place, file, reason: 'its SHA-256 differs' });
    return [file, bytes] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

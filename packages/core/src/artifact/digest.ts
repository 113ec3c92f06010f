import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { canonicalJson } from '../json.ts';
import type { ArtifactFile, ArtifactManifest } from './artifact.ts';

/** SHA-256 of text or bytes, 64 hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** SHA-256 of a file, read as a stream. */
export async function sha256File(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  // The stream allocates its buffer at once: a small file must not cost a large one.
  const highWaterMark = Math.min(Math.max((await stat(file)).size, 1), 1 << 20);
  await pipeline(createReadStream(file, { highWaterMark }), hash, signal === undefined ? {} : { signal });
  return hash.digest('hex');
}

/** The digest of an artifact: over its kind, properties, and the names and digests of its files. */
export function digestManifest({
  kind,
  properties,
  files,
}: Pick<ArtifactManifest, 'kind' | 'properties' | 'files'>): string {
  const content = files
    .map(({ path, sha256 }: ArtifactFile) => [path, sha256])
    .sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
  return `sha256:${sha256(canonicalJson({ kind, properties, files: content }))}`;
}

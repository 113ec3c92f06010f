import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { artifactCorrupt, notArtifact, wrongKind } from '../errors.ts';
import { getPayloadSchema, parsePayload } from '../kinds/parse-payload.ts';
import type { Artifact, ArtifactKind, ArtifactManifest, PayloadOf } from './artifact.ts';
import { digestManifest, sha256, sha256File } from './digest.ts';

/** Opens a published directory, checks its kind, and gives it its type. Throws `CORE_NOT_AN_ARTIFACT`, `CORE_WRONG_KIND`. */
export async function openArtifact<TKind extends ArtifactKind>(
  directory: string,
  kind: TKind,
): Promise<Artifact<TKind>> {
  const manifest = await readManifest(directory);
  if (manifest.kind !== kind) throw wrongKind({ path: directory, expected: kind, actual: manifest.kind });
  return { kind, path: path.resolve(directory), digest: manifest.digest, properties: manifest.properties };
}

/** The `artifact.json` of a directory. */
export async function readManifest(directory: string): Promise<ArtifactManifest> {
  const file = path.join(directory, 'artifact.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw notArtifact({ path: directory, reason: `${file} cannot be read`, cause });
  }
  let manifest: Partial<ArtifactManifest>;
  try {
    manifest = JSON.parse(text) as Partial<ArtifactManifest>;
  } catch {
    throw artifactCorrupt({ path: directory, file: 'artifact.json', reason: 'it is not JSON' });
  }
  const { specVersion, kind, digest, properties, files } = manifest;
  if (specVersion !== 1 || kind === undefined || properties === undefined || !Array.isArray(files)) {
    throw artifactCorrupt({ path: directory, file: 'artifact.json', reason: 'it lacks a part' });
  }
  if (digest !== digestManifest({ kind, properties, files })) {
    throw artifactCorrupt({ path: directory, file: 'artifact.json', reason: 'its digest does not fit its content' });
  }
  return manifest as ArtifactManifest;
}

/** Checks size and digest of every file against the manifest. Throws `CORE_ARTIFACT_CORRUPT` naming the first bad file. */
export async function verifyArtifact(artifact: Pick<Artifact, 'path' | 'digest'>): Promise<void> {
  const manifest = await readManifest(artifact.path);
  if (manifest.digest !== artifact.digest) {
    throw artifactCorrupt({
      path: artifact.path,
      file: 'artifact.json',
      reason: `it says ${manifest.digest}, not ${artifact.digest}`,
    });
  }
  for (const file of manifest.files) {
    const full = path.join(artifact.path, file.path);
    const size = await stat(full).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) throw artifactCorrupt({ path: artifact.path, file: file.path, reason: 'it is missing' });
    if (size !== file.sizeBytes) {
      throw artifactCorrupt({
        path: artifact.path,
        file: file.path,
        reason: `it has ${size} bytes where ${file.sizeBytes} were published`,
      });
    }
    if ((await sha256File(full)) !== file.sha256) {
      throw artifactCorrupt({ path: artifact.path, file: file.path, reason: 'its SHA-256 differs' });
    }
  }
}

/** Reads the JSON document of an artifact, checks its digest against the manifest and its form against the JSON Schema. */
export async function readPayload<TKind extends ArtifactKind>(artifact: Artifact<TKind>): Promise<PayloadOf<TKind>> {
  const { fileName } = getPayloadSchema(artifact.kind);
  const manifest = await readManifest(artifact.path);
  const entry = manifest.files.find((file) => file.path === fileName);
  const full = path.join(artifact.path, fileName);
  const bytes = await readFile(full).catch(() => undefined);
  if (bytes === undefined || entry === undefined)
    throw artifactCorrupt({ path: artifact.path, file: fileName, reason: 'it is missing' });
  if (sha256(bytes) !== entry.sha256)
    throw artifactCorrupt({ path: artifact.path, file: fileName, reason: 'its SHA-256 differs' });
  return parsePayload(artifact.kind, JSON.parse(bytes.toString('utf8')), full);
}

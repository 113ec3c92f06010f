import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { artifactCorrupt, artifactUnreadable, notArtifact, wrongKind } from '../errors.ts';
import { getPayloadSchema, parsePayload } from '../kinds/parse-payload.ts';
import type { MillraceError } from '../millrace-error.ts';
import type { Artifact, ArtifactFile, ArtifactKind, ArtifactManifest, PayloadOf } from './artifact.ts';
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
    if (!isGone(cause)) throw artifactUnreadable({ path: directory, file: 'artifact.json', cause });
    throw notArtifact({ path: directory, reason: `there is no ${file}`, cause });
  }
  const manifest = parseJson(text, { directory, file: 'artifact.json' });
  if (!isManifest(manifest))
    throw artifactCorrupt({ path: directory, file: 'artifact.json', reason: 'it lacks a part' });
  const { kind, digest, properties, files } = manifest;
  if (digest !== digestManifest({ kind, properties, files })) {
    throw artifactCorrupt({ path: directory, file: 'artifact.json', reason: 'its digest does not fit its content' });
  }
  return manifest;
}

function parseJson(text: string, { directory, file }: { readonly directory: string; readonly file: string }): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw artifactCorrupt({ path: directory, file, reason: 'it is not JSON' });
  }
}

function isManifest(value: unknown): value is ArtifactManifest {
  if (!isObject(value)) return false;
  const { specVersion, kind, digest, properties, files } = value;
  const isFile = (file: unknown): boolean =>
    isObject(file) &&
    typeof file['path'] === 'string' &&
    typeof file['sizeBytes'] === 'number' &&
    typeof file['sha256'] === 'string';
  const areTexts = typeof kind === 'string' && typeof digest === 'string';
  return specVersion === 1 && areTexts && isObject(properties) && Array.isArray(files) && files.every(isFile);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface VerifyOptions {
  /** Only these files, by their paths inside the artifact. @defaultValue all files */
  readonly files?: readonly string[] | undefined;
}

/** Checks size and digest of files against the manifest. Throws `CORE_ARTIFACT_CORRUPT` naming the first bad file. */
export async function verifyArtifact(
  artifact: Pick<Artifact, 'path' | 'digest'>,
  { files }: VerifyOptions = {},
): Promise<void> {
  const manifest = await readManifest(artifact.path);
  if (manifest.digest !== artifact.digest) {
    throw artifactCorrupt({
      path: artifact.path,
      file: 'artifact.json',
      reason: `it says ${manifest.digest}, not ${artifact.digest}`,
    });
  }
  const wanted = files === undefined ? undefined : new Set(files);
  for (const file of manifest.files) if (wanted?.delete(file.path) ?? true) await verifyFile(artifact, file);
  for (const file of wanted ?? [])
    throw artifactCorrupt({ path: artifact.path, file: 'artifact.json', reason: `it does not name ${file}` });
}

async function verifyFile(
  { path: directory }: Pick<Artifact, 'path'>,
  { path: file, sizeBytes, sha256: digest }: ArtifactFile,
): Promise<void> {
  const full = path.join(directory, file);
  const [{ size }, actual] = await explain(Promise.all([stat(full), sha256File(full)]), { directory, file });
  if (actual !== digest) {
    const isCut = size !== sizeBytes;
    const reason = isCut ? `it has ${size} bytes where ${sizeBytes} were published` : 'its SHA-256 differs';
    throw artifactCorrupt({ path: directory, file, reason });
  }
  if (size !== sizeBytes) throw wrongSize(directory, { file, size, sizeBytes });
}

/** The content is right, so what is written about it is not. */
function wrongSize(
  directory: string,
  { file, size, sizeBytes }: { readonly file: string; readonly size: number; readonly sizeBytes: number },
): MillraceError {
  const reason = `it says that ${file} has ${sizeBytes} bytes, which has ${size}`;
  return artifactCorrupt({ path: directory, file: 'artifact.json', reason });
}

/** A file that is gone is damage; one that cannot be read at the moment is not, and nothing may be thrown away for it. */
async function explain<TResult>(
  reading: Promise<TResult>,
  { directory, file }: { readonly directory: string; readonly file: string },
): Promise<TResult> {
  try {
    return await reading;
  } catch (cause) {
    if (isGone(cause)) throw artifactCorrupt({ path: directory, file, reason: 'it is missing' });
    throw artifactUnreadable({ path: directory, file, cause });
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Reads the JSON document of an artifact, checks its digest against the manifest and its form against the JSON Schema. */
export async function readPayload<TKind extends ArtifactKind>(artifact: Artifact<TKind>): Promise<PayloadOf<TKind>> {
  const { fileName } = getPayloadSchema(artifact.kind);
  const manifest = await readManifest(artifact.path);
  const entry = manifest.files.find((file) => file.path === fileName);
  if (entry === undefined)
    throw artifactCorrupt({ path: artifact.path, file: 'artifact.json', reason: `it does not name ${fileName}` });
  const full = path.join(artifact.path, fileName);
  const bytes = await explain(readFile(full), { directory: artifact.path, file: fileName });
  if (sha256(bytes) !== entry.sha256)
    throw artifactCorrupt({ path: artifact.path, file: fileName, reason: 'its SHA-256 differs' });
  if (bytes.length !== entry.sizeBytes)
    throw wrongSize(artifact.path, { file: fileName, size: bytes.length, sizeBytes: entry.sizeBytes });
  const payload = parseJson(bytes.toString('utf8'), { directory: artifact.path, file: fileName });
  return parsePayload(artifact.kind, payload, full);
}

import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { publishFailed } from '../errors.ts';
import { canonicalJson } from '../json.ts';
import { getPayloadSchema, parsePayload } from '../kinds/parse-payload.ts';
import { isMillraceError } from '../millrace-error.ts';
import type {
  Artifact,
  ArtifactFile,
  ArtifactKind,
  ArtifactManifest,
  ArtifactProperties,
  PayloadOf,
} from './artifact.ts';
import { digestManifest, sha256File } from './digest.ts';
import { nameUnfinished } from './unfinished.ts';

export interface PublishOptions {
  /** Directory of all artifacts. The artifact gets `<root>/<kind>/<first 32 digits of its digest>`. */
  readonly root: string;
}

/**
 * Publishes one artifact atomically: `write` fills a fresh directory beside its final place, every file is digested and
 * flushed to disk, then one rename makes it visible. A reader never sees half an artifact. Content that was published
 * before is not written twice. On any error nothing stays behind.
 */
export async function publishArtifact<TKind extends ArtifactKind>(
  kind: TKind,
  options: PublishOptions,
  write: (directory: string) => Promise<ArtifactProperties | void>,
): Promise<Artifact<TKind>> {
  const root = path.resolve(options.root);
  const temporary = path.join(root, '.incoming', nameUnfinished(kind));
  try {
    await mkdir(temporary, { recursive: true });
    const properties = (await write(temporary)) ?? {};
    const files = await digestFiles(temporary);
    const digest = digestManifest({ kind, properties, files });
    const manifest: ArtifactManifest = { specVersion: 1, kind, digest, properties, files };
    const manifestFile = path.join(temporary, 'artifact.json');
    await writeFile(manifestFile, `${canonicalJson(manifest, 2)}\n`);
    await flush(manifestFile);
    const final = path.join(root, kind, digest.slice('sha256:'.length, 'sha256:'.length + 32));
    await moveIntoPlace(temporary, final);
    return { kind, path: final, digest, properties };
  } catch (error) {
    // What the writer throws is its own story; what the file system throws is told here.
    if (isMillraceError(error) || (error as { name?: string }).name === 'AbortError') throw error;
    if (isFileSystemError(error)) throw publishFailed({ path: root, cause: error });
    throw error;
  } finally {
    // What cannot be removed now is removed as a leftover by the next run; it must not hide the real error.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Publishes an artifact that is one JSON document, checked against its JSON Schema first. */
export async function publishPayload<TKind extends ArtifactKind>(
  kind: TKind,
  payload: PayloadOf<TKind>,
  options: PublishOptions & { readonly properties?: ArtifactProperties | undefined },
): Promise<Artifact<TKind>> {
  return publishArtifact(kind, options, async (directory) => {
    await writePayload(kind, payload, directory);
    return options.properties ?? {};
  });
}

/** Writes the JSON document of a kind into a directory that is being published. */
export async function writePayload<TKind extends ArtifactKind>(
  kind: TKind,
  payload: PayloadOf<TKind>,
  directory: string,
): Promise<void> {
  const { fileName } = getPayloadSchema(kind);
  const text = `${canonicalJson(payload, 2)}\n`;
  parsePayload(kind, JSON.parse(text), `The ${kind} document to be written`);
  await writeFile(path.join(directory, fileName), text);
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

async function digestFiles(directory: string): Promise<ArtifactFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files: ArtifactFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    await flush(file);
    files.push({
      path: path.relative(directory, file).split(path.sep).join('/'),
      sizeBytes: (await stat(file)).size,
      sha256: await sha256File(file),
    });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function moveIntoPlace(temporary: string, final: string): Promise<void> {
  await mkdir(path.dirname(final), { recursive: true });
  try {
    await rename(temporary, final);
  } catch (error) {
    // The same content is there already, published by an earlier run or by another process at this moment.
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
    throw error;
  }
  const parent = await open(path.dirname(final), 'r');
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}

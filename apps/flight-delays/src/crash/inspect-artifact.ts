import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readManifest, verifyArtifact } from '@millrace/core/artifacts';

/** What is wrong with a directory where an artifact is visible: its place, its files, their bytes. Nothing when it is whole. */
export async function inspectArtifact(directory: string): Promise<readonly string[]> {
  try {
    const { kind, digest, files } = await readManifest(directory);
    await verifyArtifact({ path: directory, digest });
    const place = path.join(kind, digest.slice('sha256:'.length, 'sha256:'.length + 32));
    const found = await listFiles(directory);
    const known = new Set(['artifact.json', ...files.map((file) => file.path)]);
    return [
      ...(directory.endsWith(`${path.sep}${place}`) ? [] : [`${directory} holds ${place}`]),
      ...found
        .filter((file) => !known.has(file))
        .map((file) => `${directory} has the file ${file} and does not know it`),
    ];
  } catch (error) {
    return [`${directory} is not whole: ${String(error)}`];
  }
}

async function listFiles(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

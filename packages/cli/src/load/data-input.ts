import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Artifact } from '@millrace/core';
import { openArtifact, readManifest } from '@millrace/core/artifacts';

/** A path or glob of files as it is, or an artifact of examples when the path is one. */
export async function toDataInput(text: string, cwd: string): Promise<string | Artifact<'examples'>> {
  const full = path.resolve(cwd, text);
  return isArtifactDirectory(full) ? openArtifact(full, 'examples') : full;
}

/** What the monitor takes as its reference: statistics or examples as artifacts, or files with rows. */
export async function toReferenceInput(
  text: string,
  cwd: string,
): Promise<string | Artifact<'examples'> | Artifact<'statistics'>> {
  const full = path.resolve(cwd, text);
  if (!isArtifactDirectory(full)) return full;
  return (await readManifest(full)).kind === 'statistics'
    ? openArtifact(full, 'statistics')
    : openArtifact(full, 'examples');
}

function isArtifactDirectory(directory: string): boolean {
  return existsSync(path.join(directory, 'artifact.json'));
}

import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasCode, type Artifact, type MillraceError } from '@millrace/core';
import { nameUnfinished, verifyArtifact } from '@millrace/core/artifacts';
import { listInputs, type StepInputs } from '../cache/key-parts.ts';
import { artifactRootOf, type RunSession } from './run-session.ts';

export interface DamagedInput {
  readonly artifact: Artifact;
  readonly error: MillraceError;
}

/** Compares every file of the inputs with its digest, once per run and artifact. Returns the first that is damaged. */
export async function findDamagedInput(
  { verified }: Pick<RunSession, 'verified'>,
  inputs: StepInputs,
): Promise<DamagedInput | undefined> {
  for (const artifact of listInputs(inputs)) {
    let check = verified.get(artifact.path);
    if (check === undefined) {
      check = verifyArtifact(artifact);
      verified.set(artifact.path, check);
    }
    try {
      await check;
    } catch (error) {
      if (!isDamage(error)) throw error;
      return { artifact, error };
    }
  }
  return undefined;
}

/** Takes a damaged artifact away, so that the same content can be published in its place. A sound one stays. */
export async function removeDamaged(
  { directory, verified }: Pick<RunSession, 'directory' | 'verified'>,
  artifact: Artifact,
): Promise<void> {
  verified.delete(artifact.path);
  const root = artifactRootOf(directory);
  // What lies elsewhere is somebody else's, and another run may have been first to mend this.
  if (path.relative(root, artifact.path).startsWith('..') || (await isSound(artifact))) return;
  const incoming = path.join(root, '.incoming');
  const aside = path.join(incoming, nameUnfinished(artifact.kind));
  await mkdir(incoming, { recursive: true });
  await rename(artifact.path, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rm(aside, { recursive: true, force: true });
}

/** What cannot be read at the moment, for lack of rights or descriptors, is not damaged: nothing is thrown away for it. */
export function isDamage(error: unknown): error is MillraceError {
  return hasCode(error, 'CORE_ARTIFACT_CORRUPT') || hasCode(error, 'CORE_NOT_AN_ARTIFACT');
}

async function isSound(artifact: Artifact): Promise<boolean> {
  try {
    await verifyArtifact(artifact);
    return true;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return false;
  }
}

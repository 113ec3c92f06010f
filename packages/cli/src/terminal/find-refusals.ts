import { type Artifact, type ArtifactKind } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import type { StepResult } from '@millrace/pipeline';

/** A model that did not pass the gates of a step. */
export interface Refusal {
  readonly step: string;
  /** One sentence for each gate that it failed, with the figures. */
  readonly reasons: readonly string[];
}

/** The steps of a run that refused a model, and why. */
export async function findRefusals(steps: readonly StepResult[]): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const { id, outputs } of steps) {
    for (const artifact of Object.values(outputs)) {
      if (artifact.properties['blessed'] !== false) continue;
      const reasons = await readReasons(artifact);
      if (reasons !== undefined) refusals.push({ step: id, reasons });
    }
  }
  return refusals;
}

async function readReasons(artifact: Artifact): Promise<readonly string[] | undefined> {
  if (isOfKind(artifact, 'infraBlessing')) return (await readPayload(artifact)).reasons;
  if (!isOfKind(artifact, 'modelBlessing')) return undefined;
  const { reasons } = await readPayload(artifact);
  return reasons.filter(({ status }) => status === 'failed').map(({ rule, message }) => `${rule}: ${message}`);
}

function isOfKind<TKind extends ArtifactKind>(artifact: Artifact, kind: TKind): artifact is Artifact<TKind> {
  return artifact.kind === kind;
}

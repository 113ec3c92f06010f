import type { Artifact, ArtifactKind } from '@millrace/core';
import type { RunResult } from '@millrace/pipeline';

/** What the steps of one component gave at a port, in the order of the steps. */
export function outputsOf<TKind extends ArtifactKind>(
  { steps }: RunResult,
  component: string,
  [port, kind]: readonly [port: string, kind: TKind],
): readonly Artifact<TKind>[] {
  return steps
    .filter((step) => step.component === component)
    .flatMap((step) => step.outputs[port] ?? [])
    .filter((artifact): artifact is Artifact<TKind> => artifact.kind === kind);
}

/** What the only step of a name gave at a port; undefined when it did not come so far. */
export function outputOf<TKind extends ArtifactKind>(
  { steps }: RunResult,
  step: string,
  [port, kind]: readonly [port: string, kind: TKind],
): Artifact<TKind> | undefined {
  const artifact = steps.find(({ id }) => id === step)?.outputs[port];
  return artifact?.kind === kind ? (artifact as Artifact<TKind>) : undefined;
}

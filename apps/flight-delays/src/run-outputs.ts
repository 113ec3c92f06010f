import type { Artifact, ArtifactKind } from '@millrace/core';
import type { RunResult } from '@millrace/pipeline';

/** What the steps of one component gave at a port, in the order of the steps. */
export function outputsOf<TKind extends ArtifactKind>(
  { steps }: RunResult,
  component: string,
  [port, kind]: readonly [port: string, kind: TKind],
): readonly Artifact<TKind>[] {
  const given: readonly (Artifact | undefined)[] = steps
    .filter((step) => step.component === component)
    .map((step) => step.outputs[port]);
  return given.filter((artifact): artifact is Artifact<TKind> => artifact?.kind === kind);
}

/** What the step of a name gave at a port; undefined when it did not come so far. */
export function outputOf<TKind extends ArtifactKind>(
  { steps, ...run }: RunResult,
  id: string,
  output: readonly [port: string, kind: TKind],
): Artifact<TKind> | undefined {
  const [step] = steps.filter((step) => step.id === id);
  return step === undefined ? undefined : outputsOf({ ...run, steps: [step] }, step.component, output)[0];
}

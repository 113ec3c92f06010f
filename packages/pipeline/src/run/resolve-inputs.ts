import { parsePort, type Artifact, type ArtifactRecord } from '@millrace/core';
import { readManifest } from '@millrace/core/artifacts';
import { listInputs, type StepInputs } from '../cache/key-parts.ts';
import { isResolver, type Resolver } from '../define/resolver.ts';
import { nothingResolved } from '../errors.ts';
import type { PlannedInput, PlannedOutput } from '../plan/plan.ts';
import { toArtifact, type SessionStep, type StepSource } from './run-session.ts';
import { isDamage } from './verify-inputs.ts';

/** The artifacts at every port of a step whose upstream steps have ended well. Throws `PIPELINE_NOTHING_RESOLVED`. */
export async function resolveInputs(source: StepSource, step: SessionStep): Promise<StepInputs> {
  const inputs: Record<string, StepInputs[string]> = {};
  const resolvers: [string, Resolver][] = [];
  for (const [port, planned] of Object.entries(step.planned.inputs)) {
    if (isResolver(planned)) resolvers.push([port, planned]);
    else inputs[port] = readOutputs(source, planned);
  }
  // A step is never compared with what it is given anyway.
  const otherThan = listInputs(inputs).map(({ digest }) => digest);
  for (const [port, resolver] of resolvers) {
    const found = await resolve(source, { resolver, otherThan });
    const { isOptional, isList } = parsePort(step.added.component.inputs[port]!);
    if (found === undefined && !isOptional && !isList) {
      throw nothingResolved({ step: step.id, port, wanted: describeResolver(resolver) });
    }
    inputs[port] = isList ? (found === undefined ? [] : [found]) : found;
  }
  for (const [port, spec] of Object.entries(step.added.component.inputs)) {
    if (parsePort(spec).isList) inputs[port] ??= [];
  }
  return inputs;
}

function readOutputs(source: StepSource, planned: Exclude<PlannedInput, Resolver>): StepInputs[string] {
  const read = ({ step, port }: PlannedOutput): Artifact => source.outputsOf(step)![port]!;
  if (planned === null) return undefined;
  return Array.isArray(planned) ? (planned as readonly PlannedOutput[]).map(read) : read(planned as PlannedOutput);
}

async function resolve(
  { store, plan, directory, runId }: StepSource,
  { resolver, otherThan }: { readonly resolver: Resolver; readonly otherThan: readonly string[] },
): Promise<Artifact | undefined> {
  const passedOver = [...otherThan];
  for (;;) {
    const query = { pipeline: plan.pipeline, otherThanRun: runId, otherThan: passedOver };
    const record: ArtifactRecord | undefined =
      resolver.type === 'latest-blessed-model'
        ? await store.findLatestBlessedModel(query)
        : await store.findLatestArtifact({ ...query, ...resolver });
    if (record === undefined) return undefined;
    const artifact = toArtifact(directory, record);
    if ((await findManifestProblem(artifact)) === undefined) return artifact;
    // Somebody deleted it: the next newest counts.
    passedOver.push(record.digest);
  }
}

function describeResolver(resolver: Resolver): string {
  if (resolver.type === 'latest-blessed-model') return 'blessed model';
  const { kind, step, properties } = resolver;
  const conditions = [
    ...(step === undefined ? [] : [`of step "${step}"`]),
    ...(properties === undefined ? [] : [`with ${JSON.stringify(properties)}`]),
  ];
  return [`artifact of kind "${kind}"`, ...conditions].join(' ');
}

/** What is wrong with the manifest of an artifact, or undefined when it is there and says the same digest. */
export async function findManifestProblem(artifact: Pick<Artifact, 'path' | 'digest'>): Promise<string | undefined> {
  try {
    const { digest } = await readManifest(artifact.path);
    return digest === artifact.digest ? undefined : `${artifact.path} holds ${digest}.`;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return error.message;
  }
}

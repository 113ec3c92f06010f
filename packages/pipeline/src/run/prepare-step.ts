import type { Artifact, ExecutionOutputs } from '@millrace/core';
import { digestCode, type CodeDigest } from '../cache/code/digest-code.ts';
import { compareKeys, type KeyChange } from '../cache/compare-keys.ts';
import { computeCacheKey, digestInputs, type KeyParts, type StepInputs } from '../cache/key-parts.ts';
import type { StepReason } from '../cache/step-reason.ts';
import { callComponent } from './perform-step.ts';
import { findManifestProblem } from './resolve-inputs.ts';
import { toArtifact, type SessionStep, type StepSource } from './run-session.ts';
import type { StepResultArtifacts } from './step-task.ts';

/** A step with everything that its result depends on. */
export interface PreparedStep {
  readonly inputs: StepInputs;
  readonly code: CodeDigest;
  readonly keyParts: KeyParts;
  readonly cacheKey: string;
}

export async function prepareStep(
  source: Pick<StepSource, 'seed'>,
  step: SessionStep,
  inputs: StepInputs,
): Promise<PreparedStep> {
  const { component, parameters } = step.added;
  const code = await digestCode(component);
  const place = { step: step.id, component: component.name };
  const fingerprint = await callComponent(place, () => component.fingerprint?.(parameters) ?? {});
  const keyParts: KeyParts = {
    component: component.name,
    version: component.version,
    code: code.digest,
    parameters: step.planned.parameters,
    fingerprint,
    inputs: digestInputs(component, inputs),
    seed: source.seed,
  };
  return { inputs, code, keyParts, cacheKey: computeCacheKey(keyParts) };
}

export type CacheLookup =
  | { readonly type: 'hit'; readonly executionId: string; readonly outputs: StepResultArtifacts }
  | { readonly type: 'miss' }
  | { readonly type: 'lost'; readonly artifact: Artifact; readonly reason: StepReason };

/** Looks a key up. An execution counts only when all that it gave is on disk with the digest that was recorded. */
export async function lookUp(
  { store, directory }: Pick<StepSource, 'store' | 'directory'>,
  cacheKey: string,
): Promise<CacheLookup> {
  const found = await store.findCached(cacheKey);
  if (found === undefined) return { type: 'miss' };
  const outputs = readRecordedOutputs(directory, found);
  for (const [port, artifact] of Object.entries(outputs)) {
    const problem = await findManifestProblem(artifact);
    if (problem !== undefined) {
      const { path } = artifact;
      return { type: 'lost', artifact, reason: { type: 'artifact-lost', port, path, problem } };
    }
  }
  return { type: 'hit', executionId: found.execution.id, outputs };
}

function readRecordedOutputs(directory: string, { outputs }: ExecutionOutputs): StepResultArtifacts {
  return Object.fromEntries(outputs.map(({ port, artifact }) => [port, toArtifact(directory, artifact)]));
}

/** Why a step without a cache entry runs, compared with its last execution. */
export async function findReason(
  source: StepSource,
  step: SessionStep,
  { keyParts, code, openPorts }: Pick<PreparedStep, 'keyParts' | 'code'> & { readonly openPorts?: ReadonlySet<string> },
): Promise<StepReason> {
  const { store, plan } = source;
  const [last] = await store.listExecutions({
    pipeline: plan.pipeline,
    step: step.id,
    states: ['complete', 'cached', 'failed'],
    limit: 1,
  });
  if (last === undefined) return { type: 'never-ran' };
  const before = last.keyParts as unknown as KeyParts | null;
  const changes: readonly KeyChange[] =
    before === null
      ? []
      : compareKeys({
          before,
          after: keyParts,
          ...(await findFiles(source, { before, code })),
          originOf: (port, index) => originOf(step, port, index),
          ...(openPorts === undefined ? {} : { openPorts }),
        });
  if (changes.length === 0 && last.state === 'failed') return { type: 'failed-before', executionId: last.id };
  return { type: 'changed', changes };
}

async function findFiles(
  { store }: StepSource,
  { before, code }: { readonly before: KeyParts; readonly code: CodeDigest },
): Promise<{ readonly files?: { before: Readonly<Record<string, string>>; after: Readonly<Record<string, string>> } }> {
  if (before.code === code.digest) return {};
  const context = await store.getContext('code', before.code);
  const files = context?.properties['files'] as Readonly<Record<string, string>> | undefined;
  return files === undefined ? {} : { files: { before: files, after: code.files } };
}

function originOf({ planned }: SessionStep, port: string, index: number): string | undefined {
  const input = planned.inputs[port];
  const output = Array.isArray(input) ? (input as readonly unknown[])[index] : input;
  return (output as { readonly step?: string } | null | undefined)?.step;
}

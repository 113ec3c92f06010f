import path from 'node:path';
import type { Artifact, ArtifactRecord, Clock, Logger, MetadataStore, MillraceError, RunEvent } from '@millrace/core';
import type { StepReason } from '../cache/step-reason.ts';
import type { GraphStep, PipelineGraph } from '../define/build-graph.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { StepExecutor, StepResultArtifacts } from './step-task.ts';

/** One step of a run: what was added, and what was planned of it. */
export interface SessionStep {
  readonly id: string;
  readonly added: GraphStep;
  readonly planned: PlannedStep;
}

/** How a step of a run ended. */
export interface StepResult {
  readonly id: string;
  readonly component: string;
  readonly state: 'complete' | 'cached' | 'failed' | 'skipped' | 'cancelled';
  /** By port; empty unless complete or cached. */
  readonly outputs: StepResultArtifacts;
  readonly durationMs: number;
  readonly error?: MillraceError | undefined;
  readonly reason: StepReason;
}

/** What steps are prepared against: the plan, the store, and what was given so far. */
export interface StepSource {
  readonly plan: Plan;
  readonly store: MetadataStore;
  /** State directory of the project. */
  readonly directory: string;
  readonly seed: number;
  /** Executions of this run are no answer to a resolver. */
  readonly runId: string | undefined;
  /** What a step gave; undefined when it gave nothing (yet). */
  readonly outputsOf: (step: string) => StepResultArtifacts | undefined;
}

/** Everything that the steps of one run share. */
export interface RunSession extends StepSource {
  readonly runId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
  readonly executor: StepExecutor;
  readonly steps: ReadonlyMap<string, SessionStep>;
  readonly results: Map<string, StepResult>;
  readonly isForced: (step: string) => boolean;
  /** Artifacts whose files were compared with their digests in this run, by path. */
  readonly verified: Map<string, Promise<void>>;
  /** Steps that are being run again because what they gave is damaged. */
  readonly repairs: Map<string, Promise<void>>;
  /** Codes whose files this run has recorded. */
  readonly recordedCodes: Set<string>;
}

/** The steps of a graph with their plans, by id. */
export function joinSteps(graph: PipelineGraph, plan: Plan): ReadonlyMap<string, SessionStep> {
  return new Map(
    graph.steps.map((added, index): [string, SessionStep] => [
      added.id,
      { id: added.id, added, planned: plan.steps[index]! },
    ]),
  );
}

export const artifactRootOf = (directory: string): string => path.join(directory, 'artifacts');
export const scratchRootOf = (directory: string): string => path.join(directory, 'scratch');
export const metadataFileOf = (directory: string): string => path.join(directory, 'metadata.db');

/** Microseconds of the run's clock. */
export const timeOf = ({ clock }: { readonly clock: Clock }): number => Math.round(clock() * 1000);

/** The path as it is recorded: relative inside the state directory, so that the directory can be moved. */
export function toRecordedPath(directory: string, file: string): string {
  const relative = path.relative(directory, file);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return (isInside ? relative : file).split(path.sep).join('/');
}

export function toArtifact(directory: string, record: ArtifactRecord): Artifact {
  const { kind, digest, properties } = record;
  return { kind, path: path.resolve(directory, record.path), digest, properties };
}

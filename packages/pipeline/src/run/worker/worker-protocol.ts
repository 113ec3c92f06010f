import type { Artifact, JsonObject, MillraceErrorJson } from '@millrace/core';
import type { PlannedStep } from '../../plan/plan.ts';
import type { StepTask } from '../step-task.ts';

/** What a run tells its workers. One task at a time. */
export type ToWorker =
  | {
      readonly type: 'run';
      readonly source: PipelineSource;
      readonly planned: PlannedStep;
      readonly task: StepTask;
    }
  | { readonly type: 'abort' }
  | { readonly type: 'close' };

/** Where a worker finds the pipeline, and what it is built with. */
export interface PipelineSource {
  readonly module: string;
  readonly pipeline: string;
  readonly parameters: JsonObject;
}

/** What a worker tells its run. */
export type FromWorker =
  | { readonly type: 'progress'; readonly message: string; readonly fraction?: number | undefined }
  | { readonly type: 'log'; readonly level: 'info' | 'warn'; readonly message: string }
  | { readonly type: 'done'; readonly outputs: Readonly<Record<string, Artifact>> }
  | { readonly type: 'failed'; readonly error: MillraceErrorJson; readonly stack?: string | undefined };

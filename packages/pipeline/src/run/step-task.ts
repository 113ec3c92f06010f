import type { AnyArtifact, Clock, Logger } from '@millrace/core';
import type { StepInputs } from '../cache/key-parts.ts';

/** One attempt of one step, as plain JSON: it travels to whatever process performs it. */
export interface StepTask {
  readonly step: string;
  readonly component: string;
  readonly attempt: number;
  readonly inputs: StepInputs;
  /** Where artifacts are published. */
  readonly artifactRoot: string;
  /** An empty directory of this attempt. */
  readonly scratchDirectory: string;
  readonly seed: number;
  readonly concurrency: number;
}

/** The live side of an attempt. */
export interface StepControl {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onProgress: (message: string, fraction?: number) => void;
}

export type StepResultArtifacts = Readonly<Record<string, AnyArtifact>>;

/** Performs attempts of steps, in this process or in others. */
export interface StepExecutor {
  /** Settles soon after `signal` is aborted, whatever the component does. */
  execute(task: StepTask, control: StepControl): Promise<StepResultArtifacts>;
  close(): Promise<void>;
}

/** How long a step may take to stop after it was asked to, in milliseconds. */
export const graceMs = 1000;

import type { MillraceErrorJson } from './millrace-error.ts';

/** What a runner reports about the steps of a run, as it happens. Times are microseconds of the run's clock. */
export type StepEvent =
  | { readonly type: 'step-start'; readonly step: string; readonly attempt: number; readonly time: number }
  | {
      readonly type: 'step-progress';
      readonly step: string;
      readonly message: string;
      /** 0 to 1 where it is known. */
      readonly fraction?: number | undefined;
      readonly time: number;
    }
  | { readonly type: 'step-end'; readonly step: string; readonly durationMs: number; readonly time: number }
  | { readonly type: 'step-cached'; readonly step: string; readonly executionId: string; readonly time: number }
  | { readonly type: 'step-skipped'; readonly step: string; readonly reason: string; readonly time: number }
  | {
      readonly type: 'step-retry';
      readonly step: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: MillraceErrorJson;
      readonly time: number;
    }
  | { readonly type: 'step-failed'; readonly step: string; readonly error: MillraceErrorJson; readonly time: number };

export type RunEvent =
  | {
      readonly type: 'run-start';
      readonly pipeline: string;
      readonly runId: string;
      readonly steps: readonly string[];
      readonly time: number;
    }
  | StepEvent
  | {
      readonly type: 'run-end';
      readonly runId: string;
      readonly state: 'complete' | 'failed' | 'cancelled';
      readonly durationMs: number;
      readonly time: number;
    };

/** Lines for people, beside events. The default is silence. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}

/** Milliseconds since 1970. The only source of time below the command line. */
export type Clock = () => number;

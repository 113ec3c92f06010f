import type { Clock } from '@millrace/core';

/** Everything around a command, so that tests can be the terminal. */
export interface CliContext {
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** True when progress may redraw lines. */
  readonly isTerminal: boolean;
  readonly width: number;
  readonly hasColor: boolean;
  readonly cwd: string;
  readonly nodeVersion: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean | undefined;
}

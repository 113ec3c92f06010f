import { cureOfFailure, isMillraceError, type MillraceErrorJson } from '@millrace/core';
import type { CliContext } from '../cli-context.ts';

/** An error as a person reads it: what happened, then what to do. Foreign errors come with their stack. */
export function describeError(error: unknown): string {
  if (isMillraceError(error)) return `${error.message}\n  ${error.cure}\n  (${error.code})\n`;
  const cure = cureOfFailure(error);
  if (error instanceof Error && cure !== undefined) return `${error.message}\n  ${cure}\n`;
  if (error instanceof Error) return `${error.stack ?? error.message}\n`;
  return `${String(error)}\n`;
}

/** Writes an error to standard error, as one line of JSON when that was asked for. */
export function reportError(error: unknown, context: CliContext, isJson: boolean): void {
  if (!isJson) {
    context.writeError(`error: ${describeError(error)}`);
    return;
  }
  const json: Partial<MillraceErrorJson> = isMillraceError(error)
    ? error.toJSON()
    : { message: error instanceof Error ? error.message : String(error) };
  context.writeError(`${JSON.stringify({ error: json })}\n`);
}

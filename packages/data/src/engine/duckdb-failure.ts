import { isMillraceError } from '@millrace/core';
import { fileFailed, outOfMemory, sqlFailed } from '../errors.ts';

/** DuckDB says `Binder Error: reason\n\nLINE 1: select x\n ^`; people need the reason and the place. */
export function explainFailure(error: unknown, sql: string, signal: AbortSignal | undefined): unknown {
  if (isMillraceError(error)) return error;
  if (signal?.aborted === true) return signal.reason;
  const text = error instanceof Error ? error.message : String(error);
  const [head = text, tail] = text.split(/\n+LINE \d+: /);
  const reason = head.trim().replace(/\s*\n\s*/g, ' ');
  const ended = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  if (/^Out of Memory Error/i.test(reason)) return outOfMemory({ reason: ended, cause: error });
  if (/^(IO|HTTP|Permission) Error/i.test(reason)) return fileFailed({ reason: ended, cause: error });
  return sqlFailed({ sql, reason: ended, place: tail === undefined ? undefined : quotePlace(tail), cause: error });
}

/** The line of the statement around the caret that DuckDB draws below it. */
function quotePlace(tail: string): string {
  const [line = '', caretLine = ''] = tail.split('\n');
  // The caret line is indented for "LINE 1: " too, eight characters that the split took off the line.
  const caret = Math.max(0, caretLine.indexOf('^') - 8);
  const start = Math.max(0, caret - 30);
  return line.slice(start, caret + 50).trim();
}

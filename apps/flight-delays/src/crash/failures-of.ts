import type { RunResult } from '@millrace/pipeline';

/** What went wrong in the steps of a run, in words. */
export function failuresOf({ steps }: RunResult): readonly string[] {
  return steps.flatMap(({ id, error }) => (error === undefined ? [] : [`${id}: ${error.message}`]));
}

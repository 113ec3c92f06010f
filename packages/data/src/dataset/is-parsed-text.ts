import type { Dataset } from '@millrace/core';

/** Whether every query of a dataset parses text files again, be it to count their rows. */
export function isParsedText({ relation }: Pick<Dataset, 'relation'>): boolean {
  return /\bread_(csv|json)/.test(relation);
}

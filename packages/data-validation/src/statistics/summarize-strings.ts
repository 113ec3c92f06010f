import { roundSignificant, type StringStatistics } from '@millrace/core';

/** What a column of text amounts to, whichever side counted it. */
export interface TextTotals {
  readonly presentCount: number;
  readonly missingCount: number;
  readonly distinctCount: number;
  readonly emptyCount: number;
  readonly integerTextCount: number;
  /** Code points of all values together. */
  readonly totalLength: number;
  readonly minLength: number;
  readonly maxLength: number;
}

/** Totals from the distinct values of a column, null being the missing ones. */
export function totalTexts(values: readonly (string | null)[], counts: ArrayLike<number>): TextTotals {
  const totals = { presentCount: 0, missingCount: 0, distinctCount: 0, emptyCount: 0, integerTextCount: 0 };
  let totalLength = 0;
  let minLength = Infinity;
  let maxLength = 0;
  values.forEach((value, i) => {
    const count = counts[i]!;
    if (value === null) {
      totals.missingCount += count;
      return;
    }
    const length = countCodePoints(value);
    totals.presentCount += count;
    totals.distinctCount++;
    if (length === 0) totals.emptyCount += count;
    if (isIntegerText(value)) totals.integerTextCount += count;
    totalLength += length * count;
    minLength = Math.min(minLength, length);
    maxLength = Math.max(maxLength, length);
  });
  return { ...totals, totalLength, minLength, maxLength };
}

/** Statistics of a text column from its totals and its values, most frequent first. */
export function summarizeStrings(
  name: string,
  { totalLength, minLength, maxLength, ...totals }: TextTotals,
  frequencies: StringStatistics['frequencies'],
): StringStatistics {
  const { presentCount } = totals;
  const lengths =
    presentCount === 0
      ? { minLength: null, meanLength: null, maxLength: null }
      : { minLength, meanLength: roundSignificant(totalLength / presentCount), maxLength };
  return { name, type: 'string', ...totals, ...lengths, frequencies };
}

/** Optional sign and digits: what SQL counts with `translate` when a column has too many values to fetch. */
export function isIntegerText(value: string): boolean {
  return /^[+-]?[0-9]+$/.test(value);
}

/** Length in Unicode code points. */
function countCodePoints(text: string): number {
  let length = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        length--;
        i++;
      }
    }
  }
  return length;
}

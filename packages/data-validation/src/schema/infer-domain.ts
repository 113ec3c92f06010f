import type { FeatureDomain, ScalarStatistics, StringStatistics } from '@millrace/core';
import { compareCodePoints } from '../statistics/compare-code-points.ts';

// The words that TFDV takes for true and false, without its empty string: a column of empty texts is not a set of flags.
const trueWords: ReadonlySet<string> = new Set(['TRUE', 'true', 'SET', 'set', '1']);
const falseWords: ReadonlySet<string> = new Set(['FALSE', 'false', 'CLEAR', 'clear', '0']);

/** The domain that TFDV would infer: a flag, text of integers, or a list of at most `maxStringDomainSize` texts; else none. */
export function inferDomain(
  statistics: ScalarStatistics,
  { maxStringDomainSize }: { readonly maxStringDomainSize: number },
): FeatureDomain | undefined {
  if (statistics.type === 'integer') {
    const isFlag = statistics.min !== null && statistics.min >= 0 && statistics.max === 1;
    return isFlag ? { kind: 'boolean' } : undefined;
  }
  if (statistics.type !== 'string' || statistics.presentCount === 0) return undefined;
  return (
    inferFlag(statistics) ??
    (statistics.integerTextCount === statistics.presentCount ? { kind: 'integerText' } : undefined) ??
    (statistics.frequencies.isComplete && statistics.distinctCount <= maxStringDomainSize
      ? { kind: 'values', values: statistics.frequencies.values.toSorted(compareCodePoints) }
      : undefined)
  );
}

function inferFlag({ distinctCount, frequencies: { values } }: StringStatistics): FeatureDomain | undefined {
  if (distinctCount > 2) return undefined;
  const trueValue = values.find((value) => trueWords.has(value));
  const falseValue = values.find((value) => falseWords.has(value));
  const found = [trueValue, falseValue].filter((value) => value !== undefined);
  return found.length === values.length ? { kind: 'boolean', trueValue, falseValue } : undefined;
}

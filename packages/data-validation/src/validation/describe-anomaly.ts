import type { Anomaly, ValueCount } from '@millrace/core';
import { formatCount, formatNumber, formatShare, formatTime, formatValue } from './format-value.ts';

export interface AnomalyDescription {
  /** What was found, in one sentence that names the column. */
  readonly summary: string;
  /** What to do about it. */
  readonly advice: string;
}

/** The words for a finding. Findings themselves are data; this is the only place that says them in English. */
export function describeAnomaly(anomaly: Anomaly): AnomalyDescription {
  const { summary, advice } = words(anomaly);
  return { summary: anomaly.path === '' ? summary : `"${anomaly.path}" ${summary}`, advice };
}

const mendOr = (alternative: string): string => `Mend the data at its source, or ${alternative}.`;

function words(anomaly: Anomaly): AnomalyDescription {
  const amount = (noun: string): string =>
    `${anomaly.isCountExact ? '' : 'at least '}${quantity(anomaly.count ?? 0, noun)}`;
  switch (anomaly.code) {
    case 'NO_DATA_IN_SPAN':
      return { summary: 'The data has no rows.', advice: 'Check the source, its path and its span.' };
    case 'DATASET_LOW_NUM_EXAMPLES':
      return {
        summary: `The data has ${quantity(anomaly.actual, 'row')}, fewer than ${formatCount(anomaly.expected)}.`,
        advice: 'Look for files that are missing, or lower `dataset.minRowCount`.',
      };
    case 'DATASET_HIGH_NUM_EXAMPLES':
      return {
        summary: `The data has ${quantity(anomaly.actual, 'row')}, more than ${formatCount(anomaly.expected)}.`,
        advice: 'Look for files that were read twice, or raise `dataset.maxRowCount`.',
      };
    case 'DATASET_HIGH_DUPLICATE_FRACTION':
      return {
        summary: `${amount('row')} equal an earlier row: ${formatShare(anomaly.actual)} of all, above ${formatShare(anomaly.expected)}.`,
        advice: mendOr('raise `dataset.maxDuplicateFraction`'),
      };
    case 'COMPARATOR_LOW_NUM_EXAMPLES':
      return {
        summary: `The data has ${formatNumber(anomaly.actual)} times the rows of the previous data, less than ${formatNumber(anomaly.expected)}.`,
        advice: 'Look for files that are missing, or lower `dataset.rowCountDrift.minRatio`.',
      };
    case 'COMPARATOR_HIGH_NUM_EXAMPLES':
      return {
        summary: `The data has ${formatNumber(anomaly.actual)} times the rows of the previous data, more than ${formatNumber(anomaly.expected)}.`,
        advice: 'Look for files that were read twice, or raise `dataset.rowCountDrift.maxRatio`.',
      };
    case 'SCHEMA_MISSING_COLUMN':
      return {
        summary: `(${anomaly.expected}) is in the schema and not in the data.`,
        advice: mendOr('make it optional, `deprecated`, or absent from this environment with `notInEnvironment`'),
      };
    case 'SCHEMA_NEW_COLUMN':
      return {
        summary: `(${anomaly.actual}) is in the data and not in the schema.`,
        advice: 'Add it to the schema (`updateSchema` does), or leave it out of the data.',
      };
    case 'UNEXPECTED_DATA_TYPE':
      return {
        summary: `holds ${anomaly.actual} where the schema says ${anomaly.expected}.`,
        advice: mendOr('declare the type where the data is read, or change `type` in the schema'),
      };
    case 'FEATURE_TYPE_NOT_PRESENT':
      return {
        summary: 'has no value in any row.',
        advice: mendOr('allow it to be missing with `presence`'),
      };
    case 'FEATURE_TYPE_LOW_FRACTION_PRESENT':
      return {
        summary: `is missing in ${amount('row')}: ${formatShare(anomaly.actual)} have a value, ${formatShare(anomaly.expected)} must.`,
        advice: mendOr('lower `presence.minFraction`'),
      };
    case 'FEATURE_TYPE_LOW_NUMBER_PRESENT':
      return {
        summary: `has a value in ${quantity(anomaly.actual, 'row')}, fewer than ${formatCount(anomaly.expected)}.`,
        advice: mendOr('lower `presence.minCount`'),
      };
    case 'FEATURE_TYPE_LOW_NUMBER_VALUES':
      return {
        summary: `has ${amount('list')} of fewer than ${quantity(anomaly.expected, 'item')}; the shortest has ${formatCount(anomaly.actual)}.`,
        advice: mendOr('lower `valueCount.min`'),
      };
    case 'FEATURE_TYPE_HIGH_NUMBER_VALUES':
      return {
        summary: `has ${amount('list')} of more than ${quantity(anomaly.expected, 'item')}; the longest has ${formatCount(anomaly.actual)}.`,
        advice: mendOr('raise `valueCount.max`'),
      };
    case 'INVALID_FEATURE_SHAPE':
      return {
        summary: `has ${amount('list')} whose length is not ${formatCount(anomaly.expected)}; lengths go from ${formatCount(anomaly.actual[0])} to ${formatCount(anomaly.actual[1])}.`,
        advice: mendOr('replace `shape` by `valueCount`'),
      };
    case 'FEATURE_TYPE_LOW_UNIQUE':
      return {
        summary: `has ${quantity(anomaly.actual, 'distinct value')}, fewer than ${formatCount(anomaly.expected)}.`,
        advice: mendOr('lower `uniqueness.min`'),
      };
    case 'FEATURE_TYPE_HIGH_UNIQUE':
      return {
        summary: `has ${quantity(anomaly.actual, 'distinct value')}, more than ${formatCount(anomaly.expected)}.`,
        advice: mendOr('raise `uniqueness.max`'),
      };
    case 'INT_TYPE_SMALL_INT':
    case 'FLOAT_TYPE_SMALL_FLOAT':
    case 'BOOL_TYPE_SMALL_INT':
      return {
        summary: `has ${amount('value')} below ${formatNumber(anomaly.expected)}, down to ${formatNumber(anomaly.actual)}.`,
        advice: mendOr('lower `domain.min`'),
      };
    case 'INT_TYPE_BIG_INT':
    case 'FLOAT_TYPE_BIG_FLOAT':
    case 'BOOL_TYPE_BIG_INT':
      return {
        summary: `has ${amount('value')} above ${formatNumber(anomaly.expected)}, up to ${formatNumber(anomaly.actual)}.`,
        advice: mendOr('raise `domain.max`'),
      };
    case 'TIMESTAMP_TYPE_EARLY':
      return {
        summary: `has ${amount('time')} before ${formatTime(anomaly.expected)}, from ${formatTime(anomaly.actual)} on.`,
        advice: mendOr('lower `domain.min`'),
      };
    case 'TIMESTAMP_TYPE_LATE':
      return {
        summary: `has ${amount('time')} after ${formatTime(anomaly.expected)}, up to ${formatTime(anomaly.actual)}.`,
        advice: mendOr('raise `domain.max`'),
      };
    case 'FLOAT_TYPE_HAS_NAN':
      return { summary: `is NaN in ${amount('row')}.`, advice: mendOr('set `allowNan`') };
    case 'FLOAT_TYPE_HAS_INF':
      return { summary: `is infinite in ${amount('row')}.`, advice: mendOr('set `allowInfinity`') };
    case 'ENUM_TYPE_UNEXPECTED_STRING_VALUES':
    case 'ENUM_TYPE_UNEXPECTED_NUMBERS':
    case 'BOOL_TYPE_UNEXPECTED_STRING':
      return {
        summary: `has ${amount('value')} outside its domain${massText(anomaly)}${listValues(anomaly.examples)}.`,
        advice: mendOr('add the values to `domain`, or lower `distributionConstraints.minDomainMass`'),
      };
    case 'INT_TYPE_NOT_INT_STRING':
      return {
        summary: `has ${amount('value')} other than text of a whole number${listValues(anomaly.examples)}.`,
        advice: mendOr('remove the `domain`'),
      };
    case 'COMPARATOR_L_INFTY_HIGH':
      return compared(anomaly, `L-infinity distance${ofWitness(anomaly.examples)}`);
    case 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH':
      return compared(anomaly, 'Jensen-Shannon divergence');
    case 'COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH':
      return compared(anomaly, `normalised absolute difference${ofWitness(anomaly.examples)}`);
    case 'COMPARATOR_CONTROL_DATA_MISSING':
      return {
        summary:
          anomaly.path === ''
            ? `There are no ${anomaly.expected}.`
            : `cannot be compared: there are no ${anomaly.expected}.`,
        advice: 'Compare with data that has it, or remove the comparator.',
      };
    case 'STATS_NOT_AVAILABLE':
      return {
        summary: `cannot be compared by ${anomaly.expected}: ${anomaly.actual}.`,
        advice: 'Choose a measure that fits the column, or raise `valueCountLimit` when computing statistics.',
      };
  }
}

function compared(
  {
    comparison,
    expected,
    actual,
  }: { readonly comparison: 'drift' | 'skew'; readonly expected: number; readonly actual: number },
  measure: string,
): AnomalyDescription {
  const other = comparison === 'drift' ? 'the previous data' : 'what is served';
  return {
    summary: `differs from ${other}: ${measure} is ${formatNumber(actual)}, above ${formatNumber(expected)}.`,
    advice: `Find out what changed in the statistics report; if the change is meant, raise the threshold of \`${comparison}Comparator\`.`,
  };
}

function ofWitness(examples: readonly ValueCount[]): string {
  return examples.length === 0 ? '' : ` (most in ${formatValue(examples[0]!.value)})`;
}

function quantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function massText({ expected, actual }: { readonly expected: number; readonly actual: number }): string {
  return expected === 1 ? '' : ` (${formatShare(actual)} lie in it, ${formatShare(expected)} must)`;
}

function listValues(examples: readonly ValueCount[]): string {
  if (examples.length === 0) return '';
  const shown = examples.slice(0, 3).map(({ value, count }) => `${formatValue(value)} ${formatCount(count)}×`);
  return `: ${shown.join(', ')}${examples.length > 3 ? ' and others' : ''}`;
}

import type { Expression, PlainType } from '@millrace/features';

/** A value of an event that an aggregation takes: a mapper expression over columns of the history. */
export type EventValue<TType extends PlainType = PlainType> = Expression<TType>;

/** Aggregations over a window of events. */
export type WindowAggregate =
  'count' | 'sum' | 'mean' | 'standardDeviation' | 'min' | 'max' | 'first' | 'last' | 'distinctCount';

/** What is made of the events: plain data. `count` has no value. */
export interface Aggregation {
  readonly aggregate: WindowAggregate | 'latest';
  readonly value?: EventValue | undefined;
}

const numbers = ['numeric', 'boolean'] as const;
const ordered = ['numeric', 'timestamp'] as const;
const anything = ['numeric', 'text', 'boolean', 'timestamp'] as const;

/** The types of values that each aggregation takes. */
export const valueTypes: Readonly<Record<Aggregation['aggregate'], readonly (PlainType | 'nothing')[]>> = {
  count: ['nothing'],
  sum: numbers,
  mean: numbers,
  standardDeviation: numbers,
  min: ordered,
  max: ordered,
  first: anything,
  last: anything,
  distinctCount: anything,
  latest: anything,
};

/** The number of events in the window, whatever they hold. An empty window has 0. */
export function count(): Aggregation {
  return { aggregate: 'count' };
}

/** The sum of the values; booleans count as 0 and 1. An empty window has 0. Missing values are passed over. */
export function sum(value: EventValue<'numeric'> | EventValue<'boolean'>): Aggregation {
  return { aggregate: 'sum', value };
}

/** The mean of the values; of booleans the share that is true. Missing values are passed over; without any it is missing. */
export function mean(value: EventValue<'numeric'> | EventValue<'boolean'>): Aggregation {
  return { aggregate: 'mean', value };
}

/** The standard deviation of the population (divided by n): 0 for one value, missing for none. */
export function standardDeviation(value: EventValue<'numeric'> | EventValue<'boolean'>): Aggregation {
  return { aggregate: 'standardDeviation', value };
}

/** The smallest value or the earliest moment; missing in an empty window. */
export function min(value: EventValue<'numeric'> | EventValue<'timestamp'>): Aggregation {
  return { aggregate: 'min', value };
}

/** The largest value or the latest moment; missing in an empty window. */
export function max(value: EventValue<'numeric'> | EventValue<'timestamp'>): Aggregation {
  return { aggregate: 'max', value };
}

/** The value that became known first within the window: by availability time, then event time, then order in the source. */
export function first(value: EventValue): Aggregation {
  return { aggregate: 'first', value };
}

/** The value that became known last within the window: by availability time, then event time, then order in the source. */
export function last(value: EventValue): Aggregation {
  return { aggregate: 'last', value };
}

/** How many different values the window holds, missing ones not counted. An empty window has 0. */
export function distinctCount(value: EventValue): Aggregation {
  return { aggregate: 'distinctCount', value };
}

/**
 * The last known value, whatever the windows: of the events that happened and were known by the moment, the one with the
 * latest event time (then availability time, then order in the source). With the view's `ttl`, only events within
 * [moment - ttl, moment].
 */
export function latest(value: EventValue): Aggregation {
  return { aggregate: 'latest', value };
}

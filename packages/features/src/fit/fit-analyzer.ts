import type { Expression } from '../expression/expression.ts';
import type { MapperNode } from '../graph/fitted-graph.ts';
import type { Moments, Quantiles } from './statistics.ts';

/** The mapper that a numeric analyzer becomes, or undefined when there was no value. */
export function fitAnalyzer(
  expression: Expression,
  statistic: Moments | Quantiles,
  input: number,
): MapperNode | undefined {
  if (statistic.kind === 'moments') {
    const { count, mean, deviation, minimum, maximum } = statistic;
    if (count === 0) return undefined;
    if (expression.op === 'mean') return constantNode(mean);
    if (expression.op === 'minMax') return scaleNode(input, minimum, maximum - minimum);
    // The deviation of equal values is 0, whatever digits a sum over many of them left.
    return minimum === maximum ? scaleNode(input, minimum, 1) : scaleNode(input, mean, deviation);
  }
  const { values } = statistic;
  if (expression.op === 'quantile') return values.length === 0 ? undefined : constantNode(values[0]!);
  if (values.length === 0 && expression.settings['buckets'] !== 1) return undefined;
  const boundaries = values.filter((value, index) => index === 0 || value !== values[index - 1]);
  return { op: 'bucketize', type: 'categorical', inputs: [input], settings: { boundaries } };
}

function constantNode(value: number): MapperNode {
  return { op: 'constant', type: 'numeric', inputs: [], settings: { value, valueType: 'numeric' } };
}

function scaleNode(input: number, offset: number, range: number): MapperNode {
  const divisor = range === 0 || !Number.isFinite(range) ? 1 : range;
  return { op: 'scale', type: 'numeric', inputs: [input], settings: { offset, divisor } };
}

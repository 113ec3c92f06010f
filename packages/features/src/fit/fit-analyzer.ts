import type { Expression } from '../expression/expression.ts';
import type { MapperNode } from '../graph/fitted-graph.ts';
import { roundMoments } from './round-moments.ts';
import type { Moments, Quantiles, Range } from './statistics.ts';

/** The mapper that a numeric analyzer becomes, or undefined when there was no value. */
export function fitAnalyzer(
  expression: Expression,
  statistic: Moments | Range | Quantiles,
  input: number,
): MapperNode | undefined {
  switch (statistic.kind) {
    case 'moments': {
      if (statistic.count === 0) return undefined;
      const { mean, deviation } = roundMoments(statistic);
      return expression.op === 'mean' ? constantNode(mean) : scaleNode(input, mean, deviation);
    }
    case 'range': {
      const { count, minimum, maximum } = statistic;
      return count === 0 ? undefined : scaleNode(input, minimum, maximum - minimum);
    }
    case 'quantiles': {
      const { values } = statistic;
      if (expression.op === 'quantile') return values.length === 0 ? undefined : constantNode(values[0]!);
      if (values.length === 0 && expression.settings['buckets'] !== 1) return undefined;
      const boundaries = values.filter((value, index) => index === 0 || value !== values[index - 1]);
      return { op: 'bucketize', type: 'categorical', inputs: [input], settings: { boundaries } };
    }
  }
}

function constantNode(value: number): MapperNode {
  return { op: 'constant', type: 'numeric', inputs: [], settings: { value, valueType: 'numeric' } };
}

function scaleNode(input: number, offset: number, divisor: number): MapperNode {
  return { op: 'scale', type: 'numeric', inputs: [input], settings: { offset, divisor: divisor === 0 ? 1 : divisor } };
}

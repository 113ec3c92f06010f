import { toColumnBatch, type TableInput } from '@millrace/core';
import type { FeatureSet } from '../define-features.ts';
import { prepareColumns } from '../evaluate/evaluate-columns.ts';
import type { FittedGraph } from '../graph/fitted-graph.ts';
import { startFit } from './start-fit.ts';
import type { Statistic, StatisticRequest } from './statistics.ts';
import { countFrequencies, countMoments, countQuantiles, countRange } from './count-values.ts';

/**
 * Fits a feature set on rows in memory: small data, tests, the browser. `fitTransform` of @millrace/transform gives the same
 * graph from files of any size (mean and deviation agree to 12 digits).
 * Throws `FEATURES_NOTHING_TO_ANALYZE` when an analyzer finds no value.
 */
export function fitFeatures(features: FeatureSet, table: TableInput): FittedGraph {
  const batch = toColumnBatch(table);
  let round = startFit(features);
  while (round.graph === undefined) {
    const { program, requests } = round;
    const vectors = prepareColumns(
      program,
      requests.map(({ input }) => input),
    )(batch);
    round = round.answer(requests.map((request, index) => countValues(request, vectors[index]!)));
  }
  return round.graph;
}

function countValues(request: StatisticRequest, values: ArrayLike<number> | ArrayLike<string | null>): Statistic {
  switch (request.kind) {
    case 'moments':
      return countMoments(values as ArrayLike<number>);
    case 'range':
      return countRange(values as ArrayLike<number>);
    case 'quantiles':
      return countQuantiles(values as ArrayLike<number>, request.fractions);
    case 'frequencies':
      return countFrequencies(values as ArrayLike<string | null>, request);
  }
}

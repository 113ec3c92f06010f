export {
  count,
  distinctCount,
  first,
  last,
  latest,
  max,
  mean,
  min,
  standardDeviation,
  sum,
} from './define/aggregation.ts';
export { defineEntity } from './define/entity.ts';
export { defineFeatureView } from './define/feature-view.ts';
export { listFeatures } from './define/list-features.ts';
export { getHistoricalFeatures } from './point-in-time/get-historical-features.ts';
export { PointInTimeJoin } from './point-in-time/point-in-time-join.ts';

export type { Aggregation, EventValue, WindowAggregate } from './define/aggregation.ts';
export type { Duration } from './define/duration.ts';
export type { Entity } from './define/entity.ts';
export type { FeatureView } from './define/feature-view.ts';
export type { ViewFeature } from './define/list-features.ts';
export type { HistoryInput } from './history/open-histories.ts';
export type { HistoricalFeaturesOptions } from './point-in-time/get-historical-features.ts';
export type { PointInTimeJoinParameters } from './point-in-time/point-in-time-join.ts';

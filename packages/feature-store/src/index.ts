export { createFeatureStore } from './create-feature-store.ts';
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
export { createOnlineReader, getOnlineFeatures } from './online/get-online-features.ts';
export { materialize } from './online/materialize.ts';
export { createSqliteOnlineStore } from './online/sqlite-online-store.ts';
export { getHistoricalFeatures } from './point-in-time/get-historical-features.ts';
export { PointInTimeJoin } from './point-in-time/point-in-time-join.ts';

export type { FeatureStore, FeatureStoreOptions } from './create-feature-store.ts';
export type { Aggregation, EventValue, WindowAggregate } from './define/aggregation.ts';
export type { Duration } from './define/duration.ts';
export type { Entity } from './define/entity.ts';
export type { FeatureView } from './define/feature-view.ts';
export type { Moment } from './define/moment.ts';
export type { ViewFeature } from './define/list-features.ts';
export type { HistoryInput } from './history/open-histories.ts';
export type {
  OnlineFeatures,
  OnlineFeaturesOptions,
  OnlineKey,
  OnlineReader,
  OnlineStatus,
} from './online/get-online-features.ts';
export type { MaterializedView, MaterializeOptions } from './online/materialize.ts';
export type { HistoricalFeaturesOptions } from './point-in-time/get-historical-features.ts';
export type { PointInTimeJoinParameters } from './point-in-time/point-in-time-join.ts';

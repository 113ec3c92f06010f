// Random features and difficult rows for tests of what evaluates a graph: columns, rows, SQL.
export { edgeTable } from './testing/edge-table.ts';
export { randomFeatures, type RandomFeaturesOptions } from './testing/random-features.ts';

export { openDataset } from './dataset/open-dataset.ts';
export { openEngine, withEngine } from './engine/open-engine.ts';
export { writeExamples } from './examples/write-examples.ts';
export { csv, inMemory, jsonLines, parquet } from './source/source.ts';
export { dialectOf } from './sql/dialect.ts';
export { quoteIdentifier, quoteText } from './sql/quote.ts';

export type { OpenedDataset } from './dataset/create-dataset.ts';
export type { DatasetInput, OpenDatasetOptions } from './dataset/open-dataset.ts';
export type { EngineOptions } from './engine/open-engine.ts';
export type { WriteExamplesOptions } from './examples/write-examples.ts';
export type { CsvOptions, DeclaredTypes, FileSource, Source, TypedSourceOptions } from './source/source.ts';
export type { Dialect, TimestampPart } from './sql/dialect.ts';

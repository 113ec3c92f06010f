export { isParsedText } from './dataset/is-parsed-text.ts';
export { openDataset } from './dataset/open-dataset.ts';
export { shuffleDataset } from './dataset/shuffle-dataset.ts';
export { openEngine, withEngine } from './engine/open-engine.ts';
export { assembleWindow } from './examples/assemble-window.ts';
export { ExampleGen } from './examples/example-gen.ts';
export { fingerprintSource } from './examples/fingerprint-source.ts';
export { generateExamples } from './examples/generate-examples.ts';
export { TrainingWindow } from './examples/training-window.ts';
export { writeExamples } from './examples/write-examples.ts';
export { csv, inMemory, jsonLines, parquet } from './source/source.ts';
export { listSpans } from './source/spans.ts';
export { dialectOf } from './sql/dialect.ts';
export { quoteIdentifier, quoteText } from './sql/quote.ts';

export type { OpenedDataset } from './dataset/create-dataset.ts';
export type { OpenDatasetOptions } from './dataset/open-dataset.ts';
export type { DatasetInput, RelateOptions, RowsArtifact } from './dataset/relate-input.ts';
export type { ShuffleOptions } from './dataset/shuffle-dataset.ts';
export type { EngineOptions } from './engine/open-engine.ts';
export type { AssembleWindowOptions, KnownCut, WindowOptions, WindowParts } from './examples/assemble-window.ts';
export type { ExampleGenParameters } from './examples/example-gen.ts';
export type { ExampleGenOptions, GenerateExamplesOptions, SourceSplits } from './examples/generate-examples.ts';
export type { SplitRatios } from './examples/splits.ts';
export type { SplitPart, WriteExamplesOptions } from './examples/write-examples.ts';
export type { SpanOptions } from './source/resolve-files.ts';
export type {
  CsvOptions,
  CsvSource,
  DeclaredTypes,
  FileSource,
  JsonLinesSource,
  MemorySource,
  ParquetSource,
  Source,
  SourceOptions,
} from './source/source.ts';
export type { Span, SpanSelection } from './source/spans.ts';
export type { Dialect, TimestampPart } from './sql/dialect.ts';

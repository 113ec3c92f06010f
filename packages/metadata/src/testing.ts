// The suite that every metadata store passes, and small records for tests.
export { describeMetadataStore, type TestFramework } from './testing/describe-metadata-store.ts';
export { createArtifactRecord, createExecutionRecord, createRunRecord } from './testing/sample-records.ts';

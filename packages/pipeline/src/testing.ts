// The suite that every way of running a pipeline passes, and a pipeline of any shape for tests.
export {
  describeRunner,
  type RunSample,
  type RunnerSuiteOptions,
  type TestFramework,
} from './testing/describe-runner.ts';
export { sampleShapes, samplePipeline, type SampleActs, type SampleStep } from './testing/sample-pipeline.ts';

// What tests of engines, and tests on engines, share.
export { describeEngine, type TestFramework } from './testing/describe-engine.ts';

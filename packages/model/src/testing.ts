// Models for the tests of what opens, serves or evaluates them.
export {
  delayFeatures,
  delayRows,
  testGraph,
  testTrees,
  writeTestModel,
  type TestModelOptions,
} from './testing/test-model.ts';

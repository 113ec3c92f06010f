import { describe, it } from 'vitest';
import { runPipeline } from '../src/run/run-pipeline.ts';
import { describeRunner } from '../src/testing/describe-runner.ts';
import { samplePipeline } from '../src/testing/sample-pipeline.ts';

const module = new URL('../src/testing/sample-pipeline.ts', import.meta.url);
const workerModule = new URL('./fixtures/worker.mjs', import.meta.url);

describeRunner(
  'In this process',
  (steps, options) => runPipeline(samplePipeline, { ...options, parameters: { steps } }),
  {
    describe,
    it,
  },
);

describeRunner(
  'In worker processes',
  (steps, options) => runPipeline(samplePipeline, { ...options, parameters: { steps }, module, workerModule }),
  // Starting processes takes its time; the other shapes are tried above.
  { describe, it, shapes: ['diamond'] },
);

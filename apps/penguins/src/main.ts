import path from 'node:path';
import { readPayload } from '@millrace/core/artifacts';
import { runPipeline } from '@millrace/pipeline';
import { serve } from '@millrace/serving';
import pipeline from './pipeline.ts';

const app = path.resolve(import.meta.dirname, '..');
const serving = path.join(app, 'out', 'serving');

// Without a `module` the steps run in this process: right for small data.
const run = await runPipeline(pipeline, { directory: path.join(app, '.millrace'), parameters: { serving } });
for (const { id, state, error } of run.steps)
  console.log(`${id.padEnd(18)}${state}${error === undefined ? '' : `: ${error.message}`}`);

const evaluation = run.steps.find(({ id }) => id === 'Evaluator')?.outputs['evaluation'];
if (evaluation?.kind === 'evaluation') {
  const { slices, rowCount } = await readPayload(evaluation);
  const { accuracy } = slices[0]!.metrics;
  console.log(
    `\n${rowCount} penguins judged: accuracy ${accuracy!.value!.toFixed(3)} [${accuracy!.lower!.toFixed(3)}, ${accuracy!.upper!.toFixed(3)}]`,
  );

  await using server = await serve({ models: { penguins: serving }, port: 0, pollIntervalMs: 0 });
  const penguin = {
    'Beak Length (mm)': 48,
    'Beak Depth (mm)': 14,
    'Flipper Length (mm)': 217,
    'Body Mass (g)': 5100,
    Island: 'Biscoe',
    Sex: 'MALE',
  };
  const response = await fetch(`${server.url}/v1/models/penguins:predict`, {
    method: 'POST',
    body: JSON.stringify({ instances: [penguin] }),
  });
  console.log(`A heavy one from Biscoe, asked over HTTP: ${await response.text()}`);
}
process.exitCode = run.state === 'complete' ? 0 : 1;

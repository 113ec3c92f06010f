import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact, RunContext } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { checkFeatures, graphToFiles, requiredColumns } from '@millrace/features';
import { writeTransformed } from './apply/write-transformed.ts';
import { checkSchemaColumns } from './check-schema-columns.ts';
import { fitTransform } from './fit/fit-transform.ts';
import type { TransformParameters } from './transform.ts';

interface TransformArguments extends RunContext {
  readonly inputs: { readonly examples: Artifact<'examples'>; readonly schema?: Artifact<'schema'> | undefined };
  readonly parameters: TransformParameters;
}

/** What the Transform does: fits the features on one split and publishes the graph and the outputs of all splits. */
export async function runTransform({
  inputs: { examples, schema },
  parameters,
  publish,
  signal,
  onProgress,
  ...context
}: TransformArguments): Promise<{
  readonly transform: Artifact<'transformGraph'>;
  readonly transformedExamples: Artifact<'transformedExamples'>;
}> {
  const { analyzeSplit = 'train' } = parameters;
  const features = checkFeatures(parameters.features);
  const engine = await context.engine();
  onProgress(`Analysing the split "${analyzeSplit}"`, 0);
  const graph = await fitTransform(examples, features, { engine, split: analyzeSplit, signal });
  if (schema !== undefined) checkSchemaColumns(requiredColumns(graph), await readPayload(schema));
  const transform = await publish('transformGraph', async (directory) => {
    for (const [name, bytes] of Object.entries(graphToFiles(graph))) await writeFile(path.join(directory, name), bytes);
  });
  onProgress('Transforming all splits', 0.5);
  const transformedExamples = await publish('transformedExamples', async (directory) => {
    const { span, version, splits } = await writeTransformed(examples, { engine, graph, directory, signal });
    return { span, version, rowCount: Object.values(splits).reduce((sum, { rowCount }) => sum + rowCount, 0) };
  });
  return { transform, transformedExamples };
}

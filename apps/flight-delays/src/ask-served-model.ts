import type { Artifact } from '@millrace/core';
import { openDataset } from '@millrace/data';
import { serve } from '@millrace/serving';
import { askServer, modelName, toInstances } from './ask-server.ts';
import type { FlightsSummary } from './summary.ts';

/** Starts a server on the directory that models are pushed to and asks it about the first of some flights. */
export async function askServedModel(
  destination: string,
  flights: Artifact<'examples'>,
): Promise<NonNullable<FlightsSummary['prediction']>> {
  await using dataset = await openDataset(flights);
  const instances = toInstances(await dataset.read({ limit: 1 }));
  await using server = await serve({ models: { [modelName]: destination }, port: 0, pollIntervalMs: 0 });
  const [probability] = await askServer(server.url, instances, { requestId: 'first-flight' });
  return { instance: instances[0]!, probability: probability! };
}

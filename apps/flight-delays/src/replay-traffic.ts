import path from 'node:path';
import {
  MillraceError,
  defineComponent,
  getColumn,
  isPresent,
  toRows,
  type ColumnBatch,
  type FeatureRow,
} from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { openDataset } from '@millrace/data';
import { convertRequestLog } from '@millrace/monitor';
import { serve } from '@millrace/serving';

const rowsOfRequest = 500;
export const modelName = 'flight-delays';

/** What nobody knows at departure is not sent: the delay, and when the flight will land. */
const unknownAtDeparture: ReadonlySet<string> = new Set(['delay', 'outcome_time']);

/**
 * Plays the airport: serves the pushed model and asks it over HTTP about every flight of some examples, at its departure,
 * with raw features. Gives the server's request log as an inference result.
 */
export const ReplayTraffic = defineComponent({
  name: 'ReplayTraffic',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { pushedModel: 'pushedModel', examples: 'examples' },
  outputs: { requests: 'inferenceResult' },
  async run({ inputs, engine, publish, scratchDirectory, signal, onProgress, clock }) {
    const { destination, model, pushed } = await readPayload(inputs.pushedModel);
    if (!pushed) throw nothingServed();
    const requestLog = path.join(scratchDirectory, 'requests');
    await using flights = await openDataset(inputs.examples, { engine: await engine() });
    const rowCount = await flights.countRows();
    const server = await serve({ models: { [modelName]: destination }, port: 0, requestLog, pollIntervalMs: 0, clock });
    let asked = 0;
    try {
      for await (const batch of flights.batches({ signal })) {
        const instances = toInstances(batch);
        for (let start = 0; start < instances.length; start += rowsOfRequest) {
          signal.throwIfAborted();
          const requestId = `flights-from-${asked}`;
          asked += (await askServer(server.url, instances.slice(start, start + rowsOfRequest), { requestId })).length;
        }
        onProgress(`${asked} flights asked`, asked / rowCount);
      }
    } finally {
      await server.close();
    }
    const requests = await publish('inferenceResult', async (directory) => {
      // In JSON a moment is text; in the log it is a moment again, as in the labels that it will be joined with.
      const types = { date: 'timestamp' } as const;
      const { rowCount } = await convertRequestLog(requestLog, {
        into: directory,
        engine: await engine(),
        model,
        types,
      });
      return { rowCount };
    });
    return { requests };
  },
});

/** Flights as a client sends them: what is known at departure, the moment as ISO 8601 text. */
export function toInstances(batch: ColumnBatch): readonly FeatureRow[] {
  const names = Object.keys(batch.columns).filter((name) => !unknownAtDeparture.has(name));
  const known = {
    rowCount: batch.rowCount,
    columns: Object.fromEntries(names.map((name) => [name, getColumn(batch, name)])),
  };
  const dates = getColumn(batch, 'date');
  return toRows(known).map((row, index) =>
    isPresent(dates, index) ? { ...row, date: new Date((row['date'] as number) / 1000).toISOString() } : row,
  );
}

/** The probability of each flight to be late, from a model server. */
export async function askServer(
  serverUrl: string,
  instances: readonly FeatureRow[],
  { requestId, signal = null }: { readonly requestId: string; readonly signal?: AbortSignal | null },
): Promise<readonly number[]> {
  const url = `${serverUrl}/v1/models/${modelName}:predict`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId },
    body: JSON.stringify({ instances }),
    signal,
  });
  if (!response.ok) throw refused({ status: response.status, answer: await response.text() });
  const { predictions } = (await response.json()) as { predictions: readonly number[] };
  if (predictions.length !== instances.length) {
    throw refused({
      status: response.status,
      answer: `${predictions.length} predictions for ${instances.length} flights`,
    });
  }
  return predictions;
}

function nothingServed(): MillraceError<'FLIGHTS_NOTHING_SERVED'> {
  return new MillraceError({
    code: 'FLIGHTS_NOTHING_SERVED',
    message: 'No model was pushed, so there is none to ask.',
    cure: 'Look at the reasons in the blessing of the run: `millrace runs`.',
  });
}

function refused({ status, answer }: { status: number; answer: string }): MillraceError<'FLIGHTS_REQUEST_REFUSED'> {
  return new MillraceError({
    code: 'FLIGHTS_REQUEST_REFUSED',
    message: `The server answered ${status}: ${answer.slice(0, 300)}`,
    cure: 'Compare the fields of the request with the signature of the model: GET /v1/models/flight-delays/metadata.',
    details: { status, answer },
  });
}

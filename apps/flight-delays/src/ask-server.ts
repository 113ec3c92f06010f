import { MillraceError, getCell, type ColumnBatch, type FeatureRow } from '@millrace/core';

export const modelName = 'flight-delays';

/** What nobody knows at departure is not sent: the delay, and when the flight will land. */
const unknownAtDeparture: ReadonlySet<string> = new Set(['delay', 'outcome_time']);

/** Flights as a client sends them: what is known at departure, the moment as ISO 8601 text. */
export function toInstances(
  { columns, rowCount }: ColumnBatch,
  { from = 0, to = rowCount }: { readonly from?: number; readonly to?: number } = {},
): readonly FeatureRow[] {
  const known = Object.entries(columns).filter(([name]) => !unknownAtDeparture.has(name));
  const instances: Record<string, unknown>[] = [];
  for (let row = from; row < Math.min(to, rowCount); row++) {
    // Field by field: from a list of entries, an object takes twice as long to make.
    const instance: Record<string, unknown> = {};
    for (const [name, column] of known) {
      const cell = getCell(column, row);
      instance[name] = name === 'date' && cell !== null ? new Date((cell as number) / 1000).toISOString() : cell;
    }
    instances.push(instance);
  }
  return instances;
}

export interface AskServerOptions {
  readonly requestId: string;
  readonly signal?: AbortSignal | null;
  /** The request before: this one is written meanwhile and sent when that has its answer. */
  readonly after?: Promise<unknown>;
}

/** The probability of each flight to be late, from a model server. */
export async function askServer(
  serverUrl: string,
  instances: readonly FeatureRow[],
  { requestId, signal = null, after }: AskServerOptions,
): Promise<readonly number[]> {
  const url = `${serverUrl}/v1/models/${modelName}:predict`;
  const body = Buffer.from(JSON.stringify({ instances }));
  await after;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId },
    body,
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

function refused({ status, answer }: { status: number; answer: string }): MillraceError<'FLIGHTS_REQUEST_REFUSED'> {
  return new MillraceError({
    code: 'FLIGHTS_REQUEST_REFUSED',
    message: `The server answered ${status}: ${answer.slice(0, 300)}`,
    cure: 'Compare the fields of the request with the signature of the model: GET /v1/models/flight-delays/metadata.',
    details: { status, answer },
  });
}

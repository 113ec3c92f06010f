import { checkArgument, checkOptions, optionForms, isMillraceError, type FeatureRow } from '@millrace/core';
import { toPredictions } from '../http/predict-rows.ts';
import { startServer } from './start-server.ts';

export interface ValidateInfraOptions {
  /** Raw rows to ask the server for, as clients send them. Without any, loading alone is tried. @defaultValue [] */
  readonly rows?: readonly FeatureRow[] | undefined;
  /** How long the server may take until it is ready, and for its answer. @defaultValue 300000 */
  readonly maxLoadingTimeMs?: number | undefined;
  /** Attempts until the first that succeeds. @defaultValue 5 */
  readonly numTries?: number | undefined;
  /** Stops the validation and kills the server. @defaultValue never */
  readonly signal?: AbortSignal | undefined;
}

export interface InfraVerdict {
  readonly blessed: boolean;
  /** Why the last attempt failed; empty when blessed. */
  readonly reasons: readonly string[];
  /** Attempts that were made, the last one included. */
  readonly tries: number;
}

/** How far an answer over HTTP may be from the prediction in this process, relative above 1: back ends sum in other orders. */
const tolerance = 1e-6;

/**
 * Loads a model directory in a fresh server process, asks it over HTTP for some rows, and compares with what the model says in
 * this process. The server process is killed whatever happens. What goes wrong with the model is a verdict, not an error.
 */
export async function validateInfra(directory: string, options: ValidateInfraOptions = {}): Promise<InfraVerdict> {
  checkArgument(directory, optionForms.text, { caller: 'validateInfra', argument: 'directory' });
  checkOptions<ValidateInfraOptions>(options, 'validateInfra', {
    rows: optionForms.list,
    maxLoadingTimeMs: optionForms.count,
    numTries: optionForms.count,
    signal: optionForms.signal,
  });
  const { rows = [], maxLoadingTimeMs = 300_000, numTries = 5, signal = new AbortController().signal } = options;
  // What JSON makes of the rows is what the server sees: NaN is null there.
  const instances = JSON.parse(JSON.stringify(rows)) as readonly FeatureRow[];
  let expected: readonly (number | readonly number[])[];
  try {
    expected = await predictHere(directory, instances);
  } catch (error) {
    return { blessed: false, reasons: [`The model cannot be opened: ${describe(error)}`], tries: 1 };
  }
  let reason: string | undefined;
  let tries = 0;
  do {
    tries += 1;
    reason = await tryOnce({ directory, instances, expected, maxLoadingTimeMs, signal });
  } while (reason !== undefined && tries < numTries);
  return { blessed: reason === undefined, reasons: reason === undefined ? [] : [reason], tries };
}

async function predictHere(
  directory: string,
  instances: readonly FeatureRow[],
): Promise<readonly (number | readonly number[])[]> {
  const { openModel } = await import('@millrace/model');
  await using model = await openModel(directory);
  const { task, classes } = model.signature;
  const { scores } = await model.predictRows(instances);
  return toPredictions(scores, task === 'multi-class' ? classes.length : 1);
}

interface Attempt {
  readonly directory: string;
  readonly instances: readonly FeatureRow[];
  readonly expected: readonly (number | readonly number[])[];
  readonly maxLoadingTimeMs: number;
  readonly signal: AbortSignal;
}

/** Why the attempt failed, or undefined. */
async function tryOnce({
  directory,
  instances,
  expected,
  maxLoadingTimeMs,
  signal,
}: Attempt): Promise<string | undefined> {
  await using server = await startServer(directory, { maxLoadingTimeMs, signal });
  if ('problem' in server.answer) return `The model was not served: ${server.answer.problem}`;
  if (instances.length === 0) return undefined;
  const { url } = server.answer;
  try {
    const response = await fetch(`${url}/v1/models/model:predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ instances }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(maxLoadingTimeMs)]),
    });
    const body = (await response.json()) as { readonly predictions?: unknown; readonly error?: unknown };
    if (!response.ok) return `The server answered ${response.status}: ${String(body.error)}`;
    return compare(expected, body.predictions);
  } catch (error) {
    signal.throwIfAborted();
    return `The server did not answer: ${describe(error)}`;
  }
}

function compare(expected: readonly (number | readonly number[])[], actual: unknown): string | undefined {
  if (!Array.isArray(actual) || actual.length !== expected.length)
    return `The server gave ${Array.isArray(actual) ? actual.length : 'no'} predictions for ${expected.length} rows.`;
  for (const [row, wanted] of expected.entries()) {
    const given = actual[row] as unknown;
    const pairs = Array.isArray(wanted)
      ? wanted.map((value, k) => [value, (given as number[])[k]] as const)
      : [[wanted, given]];
    for (const [value, answer] of pairs as [number, unknown][]) {
      const isClose =
        typeof answer === 'number' && Math.abs(answer - value) <= tolerance * Math.max(1, Math.abs(value));
      if (!isClose)
        return `The server predicted ${JSON.stringify(given)} for row ${row}, this process ${JSON.stringify(wanted)}.`;
    }
  }
  return undefined;
}

function describe(error: unknown): string {
  if (isMillraceError(error)) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

import type { FeatureRow, ModelSignature } from '@millrace/core';
import { invalidRequest, tooManyRows } from '../errors.ts';

/** The rows of a predict request, and the form in which they came: the answer has the same. */
export interface PredictRequest {
  readonly rows: readonly FeatureRow[];
  readonly answerName: 'predictions' | 'outputs';
}

export interface PredictLimits {
  readonly maxRows: number;
}

const cureOfForms = 'Send {"instances": [{"column": value, ...}, ...]} or {"inputs": {"column": [value, ...], ...}}.';

/**
 * Reads the body of a predict request of TensorFlow Serving: `instances` (rows) or `inputs` (columns). Other keys beside
 * `signature_name` are not looked at. Values are checked where the features are computed.
 */
export function readPredictRequest(
  body: unknown,
  { inputs }: ModelSignature,
  { maxRows }: PredictLimits,
): PredictRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidRequest({ reason: 'the body is not a JSON object', cure: cureOfForms });
  const { instances, inputs: columns, signature_name: signatureName } = body as Record<string, unknown>;
  if (signatureName !== undefined) checkSignatureName(signatureName);
  if ((instances === undefined) === (columns === undefined)) {
    const reason =
      instances === undefined ? 'neither "instances" nor "inputs" is there' : '"instances" and "inputs" are both there';
    throw invalidRequest({ reason, cure: cureOfForms });
  }
  // TensorFlow Serving lets the name of a single input be left out.
  const onlyInput = inputs.length === 1 ? inputs[0]!.name : undefined;
  const rows = instances === undefined ? readColumns(columns, onlyInput) : readInstances(instances, onlyInput);
  if (rows.length > maxRows) throw tooManyRows({ rows: rows.length, limit: maxRows });
  rows.forEach((row, index) => {
    if (inputs.length > 0 && !inputs.some(({ name }) => row[name] !== undefined))
      throw invalidRequest({
        reason: `instance ${index} has none of the columns of the model`,
        cure: `The columns are ${inputs.map(({ name }) => `"${name}"`).join(', ')}; a missing value may be left out or null.`,
      });
  });
  return { rows, answerName: instances === undefined ? 'outputs' : 'predictions' };
}

function checkSignatureName(name: unknown): void {
  if (name === 'serving_default' || name === '') return;
  throw invalidRequest({
    reason: `"signature_name" is ${JSON.stringify(name)}`,
    cure: 'Leave it out: the only signature is "serving_default".',
  });
}

function readInstances(instances: unknown, onlyInput: string | undefined): readonly FeatureRow[] {
  if (!Array.isArray(instances)) throw invalidRequest({ reason: '"instances" is not a list', cure: cureOfForms });
  const rows = instances as readonly unknown[];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) continue;
    if (onlyInput !== undefined && !Array.isArray(row)) return rows.map((value) => nameValue(value, onlyInput));
    throw invalidRequest({ reason: `instance ${index} is not an object`, cure: cureOfForms });
  }
  return rows as readonly FeatureRow[];
}

function nameValue(value: unknown, name: string): FeatureRow {
  return typeof value === 'object' && value !== null ? (value as FeatureRow) : { [name]: value };
}

function readColumns(columns: unknown, onlyInput: string | undefined): readonly FeatureRow[] {
  if (Array.isArray(columns) && onlyInput !== undefined)
    return columns.map((value) => ({ [onlyInput]: value as unknown }));
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns))
    throw invalidRequest({ reason: '"inputs" is not an object of columns', cure: cureOfForms });
  const entries = Object.entries(columns);
  let rowCount: number | undefined;
  for (const [name, values] of entries) {
    if (!Array.isArray(values))
      throw invalidRequest({ reason: `the column "${name}" of "inputs" is not a list`, cure: cureOfForms });
    rowCount ??= values.length;
    if (values.length !== rowCount)
      throw invalidRequest({
        reason: `the column "${name}" of "inputs" has ${values.length} values where "${entries[0]![0]}" has ${rowCount}`,
        cure: 'Give all columns the same number of values, null where one is missing.',
      });
  }
  return Array.from({ length: rowCount ?? 0 }, (_, row) =>
    Object.fromEntries(entries.map(([name, values]) => [name, (values as readonly unknown[])[row]])),
  );
}

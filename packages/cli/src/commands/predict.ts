import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import {
  getColumn,
  toRows,
  type Cell,
  type ColumnBatch,
  type FeatureRow,
  type ModelSignature,
  type Predictions,
} from '@millrace/core';
import { openDataset, openEngine } from '@millrace/data';
import { readRows } from '@millrace/features';
import { openModel } from '@millrace/model';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { invalidOption } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { toDataInput } from '../load/data-input.ts';
import { toModelDirectory } from '../load/model-directory.ts';
import { parseInteger } from '../load/parse-parameters.ts';
import { formatTable } from '../terminal/table.ts';
import { writeWhole } from '../terminal/write-whole.ts';

interface PredictOptions extends GlobalOptions {
  readonly limit?: string | undefined;
  readonly output?: string | undefined;
}

/** `millrace predict <model> <data>`: predictions on raw rows, of a model directory or of the newest in a directory of versions. */
export async function predictCommand(
  [modelDirectory, data]: readonly string[],
  { limit, output, json }: PredictOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { directory, version } = await toModelDirectory(modelDirectory!, context.cwd);
  await using model = await openModel(directory);
  if (version !== undefined) context.writeError(`Version ${version} of ${modelDirectory}\n`);
  const { signature } = model;
  const columns = signature.inputs.map(({ name }) => name);
  await using engine = await openEngine();
  const read = async (): Promise<ColumnBatch> => {
    if (data === '-') return readRows(parseLines(await readText(process.stdin)), signature.inputs);
    await using dataset = await openDataset(await toDataInput(data!, context.cwd), { engine });
    return dataset.read({
      columns,
      signal: context.signal,
      ...(limit === undefined ? {} : { limit: parseInteger('--limit', limit, 1) }),
    });
  };
  const batch = await read();
  const result = addPredictions(batch, await model.predict(batch), signature);
  if (output !== undefined) {
    await using table = await engine.registerTable(result);
    await writeWhole(path.resolve(context.cwd, output), (temporary) =>
      engine.writeParquet(`select * from ${table.relation}`, temporary, { signal: context.signal }),
    );
    context.writeError(`Wrote ${result.rowCount} predictions to ${output}\n`);
  } else if (json === true) {
    for (const row of toRows(result)) context.writeOut(`${JSON.stringify(row)}\n`);
  } else {
    const names = Object.keys(result.columns);
    const rows = toRows(result).map((row) => names.map((name) => describeCell(row[name] ?? null)));
    context.writeOut(formatTable(names, rows));
  }
  return exitCodes.ok;
}

function addPredictions(
  batch: ColumnBatch,
  { scores, rowCount }: Predictions,
  { classes, task }: ModelSignature,
): ColumnBatch {
  const inputs = Object.fromEntries(Object.keys(batch.columns).map((name) => [name, getColumn(batch, name)]));
  if (task !== 'multi-class') {
    return { rowCount, columns: { ...inputs, prediction: { type: 'float', values: scores, validity: undefined } } };
  }
  const probabilities = classes.map((name, index) => {
    const values = Float64Array.from({ length: rowCount }, (_, row) => scores[row * classes.length + index]!);
    return [`probability_${name}`, { type: 'float', values, validity: undefined }] as const;
  });
  const best = Array.from({ length: rowCount }, (_, row) => {
    const own = scores.subarray(row * classes.length, (row + 1) * classes.length);
    return classes[own.indexOf(Math.max(...own))]!;
  });
  return {
    rowCount,
    columns: { ...inputs, prediction: { type: 'string', values: best }, ...Object.fromEntries(probabilities) },
  };
}

function parseLines(lines: string): readonly FeatureRow[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      try {
        return JSON.parse(line) as FeatureRow;
      } catch {
        throw invalidOption({
          option: `line ${index + 1} of standard input`,
          value: line.slice(0, 60),
          expected: 'one JSON object a line',
        });
      }
    });
}

function describeCell(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(Number(cell.toPrecision(6))) : String(cell);
}

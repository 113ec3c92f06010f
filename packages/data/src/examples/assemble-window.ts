import {
  checkOptions,
  optionForms,
  requiredOption,
  type OptionForm,
  unknownColumn,
  type Artifact,
  type ArtifactProperties,
  type ColumnSpec,
  type Engine,
} from '@millrace/core';
import { publishArtifact, readPayload } from '@millrace/core/artifacts';
import { withEngine } from '../engine/open-engine.ts';
import { columnsDiffer, emptyWindow, rowsLost, wrongKnownColumn } from '../errors.ts';
import { dialectOf } from '../sql/dialect.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { describeColumnDifference } from './check-rows.ts';
import { cutPieces, listFiles, type WindowFile } from './window-pieces.ts';
import { writeExamples } from './write-examples.ts';

/** What could be known at a moment. */
export interface KnownCut {
  /** When the outcome of a row became known: a timestamp column, or microseconds since 1970 as integers. */
  readonly column: string;
  /** Microseconds since 1970. Rows that became known later are left out, and so are rows of which it is not said. */
  readonly atMost: number;
}

export interface WindowParts {
  /** All splits of each, one after another, become the split `train`. At least one. */
  readonly train: readonly Artifact<'examples'>[];
  /** Become the split `eval`. @defaultValue none: the split is then empty */
  readonly eval?: readonly Artifact<'examples'>[] | undefined;
}

export interface WindowOptions {
  /** Applies to `train` only. @defaultValue all rows */
  readonly known?: KnownCut | undefined;
}

export interface AssembleWindowOptions extends WindowOptions {
  /** Root of the artifacts; the examples get `<directory>/examples/<digest>`. */
  readonly directory: string;
  /** @defaultValue an engine of its own */
  readonly engine?: Engine | undefined;
  readonly signal?: AbortSignal | undefined;
}

const artifacts: OptionForm = {
  expected: 'a list of examples artifacts',
  admits: (value) => Array.isArray(value) && value.every(optionForms.artifact.admits),
};

/**
 * Puts examples of several spans together into one artifact with the splits `train` and `eval`, in the order given.
 * Properties: `span` (the newest), `rowCount`, `trainRowCount`, `evalRowCount` and `droppedRowCount` (not known at the
 * cut). Throws `DATA_COLUMNS_DIFFER` naming column and artifact, `DATA_WRONG_KNOWN_COLUMN`, `DATA_ROWS_LOST`.
 */
export async function assembleWindow(
  parts: WindowParts,
  options: AssembleWindowOptions,
): Promise<Artifact<'examples'>> {
  const { text, object, engine: engineForm, signal: signalForm } = optionForms;
  checkOptions<WindowParts>(parts, 'assembleWindow', { train: requiredOption(artifacts), eval: artifacts });
  checkOptions<AssembleWindowOptions>(options, 'assembleWindow', {
    directory: requiredOption(text),
    known: object,
    engine: engineForm,
    signal: signalForm,
  });
  if (options.known !== undefined) {
    checkOptions<KnownCut>(options.known, 'known', {
      column: requiredOption(text),
      atMost: requiredOption(optionForms.number),
    });
  }
  const { directory: root, known, signal } = options;
  return withEngine(options.engine, (engine) =>
    publishArtifact('examples', { root }, (directory) => writeWindow(parts, { engine, directory, known, signal })),
  );
}

/** Writes the window into a directory that is being published, and gives its properties. */
export async function writeWindow(
  parts: WindowParts,
  options: WindowOptions & {
    readonly engine: Engine;
    readonly directory: string;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ArtifactProperties> {
  const { engine, directory, known, signal } = options;
  const artifacts = [...parts.train, ...(parts.eval ?? [])];
  const payloads = await Promise.all(artifacts.map((artifact) => readPayload(artifact)));
  const columns = payloads[0]?.columns;
  if (columns === undefined) throw emptyWindow();
  payloads.forEach((payload, index) => {
    const difference = describeColumnDifference(columns, payload.columns);
    if (difference !== undefined)
      throw columnsDiffer({ file: artifacts[index]!.path, first: artifacts[0]!.path, difference });
  });
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const pieces = { engine, names, signal };
  const filesOf = (from: number, to: number): readonly WindowFile[] =>
    payloads.slice(from, to).flatMap((payload, index) => listFiles(artifacts[from + index]!.path, payload, columns));
  const files = { train: filesOf(0, parts.train.length), eval: filesOf(parts.train.length, artifacts.length) };
  if (files.train.length === 0) throw emptyWindow();
  const isKnown = known === undefined ? 'true' : knownCondition(known, columns, engine);
  const train = await cutPieces(files.train, isKnown, pieces);
  const evaluation = await cutPieces(files.eval, 'true', pieces);
  const expected = (from: number, to: number): number =>
    payloads
      .slice(from, to)
      .flatMap(({ splits }) => Object.values(splits))
      .reduce((sum, { rowCount }) => sum + rowCount, 0);
  const spans = payloads.map(({ span }) => span);
  const span = spans.includes(null) ? null : Math.max(...(spans as number[]));
  const nothing = `select ${names} from ${engine.parquetRelation([files.train[0]!.file])} where false`;
  const { splits } = await writeExamples({
    engine,
    directory,
    splits: { train: train.parts, eval: evaluation.parts.length === 0 ? nothing : evaluation.parts },
    span,
    signal,
  });
  const trainRowCount = splits['train']!.rowCount;
  const evalRowCount = splits['eval']!.rowCount;
  const accounted = { train: trainRowCount + train.droppedRowCount, eval: evalRowCount };
  const wanted = { train: expected(0, parts.train.length), eval: expected(parts.train.length, artifacts.length) };
  for (const split of ['train', 'eval'] as const)
    if (accounted[split] !== wanted[split])
      throw rowsLost({ place: `the split "${split}"`, expected: wanted[split], actual: accounted[split] });
  const droppedRowCount = train.droppedRowCount;
  return { span, rowCount: trainRowCount + evalRowCount, trainRowCount, evalRowCount, droppedRowCount };
}

function knownCondition({ column, atMost }: KnownCut, columns: readonly ColumnSpec[], engine: Engine): string {
  const spec = columns.find(({ name }) => name === column);
  if (spec === undefined)
    throw unknownColumn({ name: column, known: columns.map(({ name }) => name), place: 'the examples' });
  if (spec.type !== 'timestamp' && spec.type !== 'integer') throw wrongKnownColumn({ column, type: spec.type });
  const identifier = quoteIdentifier(column);
  const moment = spec.type === 'timestamp' ? dialectOf(engine).microsecondsOf(identifier) : identifier;
  return `${moment} <= ${atMost}`;
}

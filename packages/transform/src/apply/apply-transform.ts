import {
  checkOptions,
  optionForms,
  unknownColumn,
  type ColumnSpec,
  type Dataset,
  type DatasetReadOptions,
  type Engine,
} from '@millrace/core';
import { dialectOf, openDataset, quoteIdentifier, type DatasetInput } from '@millrace/data';
import { describeOutputs, programOf, pruneGraph, type FittedGraph } from '@millrace/features';
import { readNumber } from '../read-number.ts';
import { renderProgram } from '../render/render-program.ts';
import { checkSourceColumns } from '../render/source-columns.ts';
import { createVocabularyTypes } from '../render/vocabulary-types.ts';

export interface ApplyTransformOptions {
  /** Used, and not closed, by the result. @defaultValue an engine of its own, closed with the result */
  readonly engine?: Engine | undefined;
  /** A split of an artifact. @defaultValue all splits */
  readonly split?: string | undefined;
  /** Only these outputs, in this order. @defaultValue all */
  readonly outputs?: readonly string[] | undefined;
}

/** Transformed rows that are computed when they are read. Dispose it to close what was opened for it. */
export interface TransformedDataset extends Dataset, AsyncDisposable {}

/**
 * Applies a fitted graph to rows as one SQL select, one row for a row and in their order. Numeric outputs are DOUBLE with
 * NULL where missing, booleans 0 and 1 among them; categorical outputs are INTEGER codes, never NULL.
 * Nothing is read before the result is.
 *
 * Throws `CORE_UNKNOWN_COLUMN`, `TRANSFORM_WRONG_COLUMN_TYPE` or `FEATURES_UNKNOWN_OUTPUT`.
 */
export async function applyTransform(
  input: DatasetInput,
  graph: FittedGraph,
  options: ApplyTransformOptions = {},
): Promise<TransformedDataset> {
  checkOptions<ApplyTransformOptions>(options, 'applyTransform', {
    engine: optionForms.engine,
    split: optionForms.text,
    outputs: optionForms.texts,
  });
  const { engine, split, outputs } = options;
  const wanted = outputs === undefined ? graph : pruneGraph(graph, outputs);
  const program = programOf(wanted);
  const dataset = await openDataset(input, { engine, split });
  try {
    const columns = checkSourceColumns(program, dataset.columns, 'the rows to be transformed');
    const vocabularies = await createVocabularyTypes(dataset.engine, program.vocabularies);
    const relation = `(${renderProgram({
      program,
      relation: dataset.relation,
      columns,
      dialect: dialectOf(dataset.engine),
      vocabularies: vocabularies.types,
      targets: wanted.document.outputs,
    })})`;
    return {
      ...transformedDataset(dataset.engine, relation, wanted),
      [Symbol.asyncDispose]: async () => {
        await vocabularies[Symbol.asyncDispose]();
        await dataset[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await dataset[Symbol.asyncDispose]();
    throw error;
  }
}

function transformedDataset(engine: Engine, relation: string, graph: FittedGraph): Dataset {
  const columns = describeOutputs(graph).map(({ name, kind }): ColumnSpec => ({
    name,
    type: kind === 'categorical' ? 'integer' : 'float',
  }));
  const known = columns.map(({ name }) => name);
  const select = ({ columns: names = known, limit }: DatasetReadOptions): string => {
    for (const name of names)
      if (!known.includes(name)) throw unknownColumn({ name, known, place: 'the transformed rows' });
    const list = names.map(quoteIdentifier).join(', ');
    return `select ${list} from ${relation}${limit === undefined ? '' : ` limit ${limit}`}`;
  };
  return {
    specVersion: 1,
    engine,
    relation,
    columns,
    async countRows() {
      return readNumber(await engine.query(`select count(*) as n from ${relation}`), 'n');
    },
    batches: (options = {}) => engine.stream(select(options), options),
    read: (options = {}) => engine.query(select(options), options),
  };
}

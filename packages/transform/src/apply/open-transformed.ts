import { unknownColumn, type ColumnSpec, type Dataset, type DatasetReadOptions, type Engine } from '@millrace/core';
import { dialectOf, openDataset, quoteIdentifier, type DatasetInput } from '@millrace/data';
import { describeOutputs, programOf, pruneGraph, type FittedGraph } from '@millrace/features';
import { readNumber } from '../read-number.ts';
import { renderProgram } from '../render/render-program.ts';
import { checkSourceColumns } from '../render/source-columns.ts';
import { createVocabularyTypes } from '../render/vocabulary-types.ts';
import type { ApplyTransformOptions, TransformedDataset } from './apply-transform.ts';

/** What `applyTransform` does: renders the graph as one select over the rows. */
export async function openTransformed(
  input: DatasetInput,
  graph: FittedGraph,
  { engine, split, outputs }: ApplyTransformOptions,
): Promise<TransformedDataset> {
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

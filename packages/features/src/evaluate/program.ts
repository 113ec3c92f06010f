import { markNeeded } from '../graph/assemble-graph.ts';
import { countCategories, type GraphProgram, type MapperNode } from '../graph/fitted-graph.ts';

/** A node that must be computed, with what is known before there are rows. */
export interface Step {
  readonly index: number;
  readonly node: MapperNode;
  readonly inputCategories: readonly number[];
  readonly codes: ReadonlyMap<string, number> | undefined;
}

/** The steps that the targets need, operands first; look-up tables are made once per vocabulary. */
export function planSteps({ nodes, vocabularies }: GraphProgram, targets: readonly number[]): readonly Step[] {
  const needed = markNeeded(nodes, targets);
  const tables = new Map<string, ReadonlyMap<string, number>>();
  const tableOf = (name: string): ReadonlyMap<string, number> => {
    let table = tables.get(name);
    if (table === undefined) {
      table = new Map(vocabularies[name]!.map((entry, code) => [entry, code]));
      tables.set(name, table);
    }
    return table;
  };
  return nodes.flatMap((node, index) =>
    needed[index]
      ? [
          {
            index,
            node,
            inputCategories: node.inputs.map((input) => countCategories(nodes[input]!, vocabularies)),
            codes: node.op === 'lookup' ? tableOf(node.settings.vocabulary) : undefined,
          },
        ]
      : [],
  );
}

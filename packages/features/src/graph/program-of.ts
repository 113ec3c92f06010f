import { describeValue, type GraphValueType, type TransformGraphNode } from '@millrace/core';
import { invalidGraph } from '../errors.ts';
import { checkOperandTypes } from '../expression/check-expression.ts';
import { mappers, type OperatorSignature } from '../expression/operators.ts';
import { settingRules } from '../expression/settings.ts';
import { requireGraph } from './require-graph.ts';
import { countCategories, type FittedGraph, type GraphProgram, type MapperNode } from './fitted-graph.ts';

const checked = new WeakMap<FittedGraph, GraphProgram>();
const operators: Readonly<Record<string, OperatorSignature>> = mappers;

/**
 * The operations of a graph with their operators known. A graph may come from a file, so every node, its operands and its
 * settings are checked, once per graph. Throws `FEATURES_INVALID_GRAPH` naming the node.
 */
export function programOf(graph: FittedGraph): GraphProgram {
  requireGraph(graph);
  let program = checked.get(graph);
  if (program === undefined) {
    program = checkGraph(graph);
    checked.set(graph, program);
  }
  return program;
}

function checkGraph({ document, vocabularies }: FittedGraph): GraphProgram {
  const { nodes, outputs } = document;
  for (const [name, { size }] of Object.entries(document.vocabularies)) {
    const entries = Object.hasOwn(vocabularies, name) ? vocabularies[name] : undefined;
    if (entries?.length !== size) {
      const reason = `it holds ${entries?.length ?? 'no'} entries, and ${size} were counted`;
      throw invalidGraph({ place: `vocabulary "${name}"`, reason });
    }
    if (new Set(entries).size !== size)
      throw invalidGraph({ place: `vocabulary "${name}"`, reason: 'an entry stands twice' });
  }
  nodes.forEach((node, index) => checkNode({ node, index, nodes, vocabularies }));
  const program: GraphProgram = { nodes: nodes as unknown as readonly MapperNode[], vocabularies };
  for (const { name, kind, categories, node: position } of outputs) {
    const node = program.nodes[position];
    const place = `output "${name}"`;
    if (node === undefined) throw invalidGraph({ place, reason: `there is no node ${position}` });
    const fits = kind === 'categorical' ? ['categorical'] : ['numeric', 'boolean'];
    if (!fits.includes(node.type)) throw invalidGraph({ place, reason: `its node is ${node.type}, not ${kind}` });
    const counted = kind === 'categorical' ? countCategories(node, vocabularies) : undefined;
    if (counted !== categories)
      throw invalidGraph({ place, reason: `it names ${categories} categories, and there are ${counted}` });
  }
  return program;
}

interface NodeToCheck {
  readonly node: TransformGraphNode;
  readonly index: number;
  readonly nodes: readonly TransformGraphNode[];
  readonly vocabularies: FittedGraph['vocabularies'];
}

function checkNode({ node, index, nodes, vocabularies }: NodeToCheck): void {
  const { op, type, inputs, settings } = node;
  const place = `node ${index}`;
  const signature = Object.hasOwn(operators, op) ? operators[op] : undefined;
  if (signature === undefined) throw invalidGraph({ place, reason: `there is no operator ${describeValue(op)}` });
  for (const [setting, kind] of Object.entries(signature.settings)) {
    const { admits, expected } = settingRules[kind];
    const value = settings[setting];
    if (!admits(value)) {
      throw invalidGraph({ place, reason: `"${setting}" of ${op} is ${describeValue(value)}, not ${expected}` });
    }
  }
  const operandTypes = inputs.map((input): GraphValueType => {
    if (input >= index || nodes[input] === undefined)
      throw invalidGraph({ place, reason: `its operand ${input} does not lie before it` });
    return nodes[input].type;
  });
  const result = checkOperandTypes({ op, operandTypes, settings, place: { feature: 'the graph', path: place } });
  if (result !== type) throw invalidGraph({ place, reason: `it says that it is ${type}, and ${op} is ${result}` });
  const name = settings['vocabulary'];
  if (op === 'lookup' && !Object.hasOwn(vocabularies, name as string))
    throw invalidGraph({ place, reason: `there is no vocabulary ${describeValue(name)}` });
}

import type { TransformGraphOutput } from '@millrace/core';
import { checkFeatures, type FeatureSet } from '../define-features.ts';
import { invalidFeatureName, nothingToAnalyze, spreadNotFinite } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import { analyzers } from '../expression/operators.ts';
import { assembleGraph } from '../graph/assemble-graph.ts';
import { countCategories, type FittedGraph, type GraphProgram } from '../graph/fitted-graph.ts';
import { createGraphBuilder, mapperNode, toMapperNode } from '../graph/graph-builder.ts';
import { fitAnalyzer } from './fit-analyzer.ts';
import { nameVocabulary } from './name-vocabulary.ts';
import { requestKey, requestOf, type Statistic, type StatisticRequest } from './statistics.ts';

/** One round of fitting: what must be counted next, over which nodes. */
export interface FitRound {
  /** The nodes so far: enough to compute every `input` of the requests. */
  readonly program: GraphProgram;
  /** Empty when everything is known; then `graph` is there. */
  readonly requests: readonly StatisticRequest[];
  readonly graph: FittedGraph | undefined;
  /** The next round, given one statistic per request, in order. */
  answer(statistics: readonly Statistic[]): FitRound;
}

/**
 * Starts to fit a feature set. Analyzers whose operands are known are asked for together, so a set without nested
 * analyzers takes one round; who counts (rows in memory, SQL) is the matter of the caller.
 * Throws as `defineFeatures` does, and `FEATURES_NOTHING_TO_ANALYZE` when a statistic holds no value.
 */
export function startFit(features: FeatureSet): FitRound {
  return nextRound(checkFeatures(features), new Map());
}

function nextRound(features: FeatureSet, known: ReadonlyMap<string, Statistic>): FitRound {
  const builder = createGraphBuilder();
  const requests = new Map<string, StatisticRequest>();
  const vocabularies = new Map<string, { readonly name: string; readonly entries: readonly string[] }>();

  const build = (expression: Expression, feature: string, path: string): number | undefined => {
    const here = `${path}${expression.op}`;
    const inputs = expression.inputs.map((input, index) => build(input, feature, `${here}[${index}].`));
    if (inputs.includes(undefined)) return undefined;
    if (!Object.hasOwn(analyzers, expression.op)) return builder.add(toMapperNode(expression, inputs as number[]));
    const request = requestOf(expression, { input: inputs[0]!, feature, path: here });
    const key = requestKey(request, expression.inputs[0]!);
    const statistic = known.get(key);
    if (statistic === undefined) {
      if (!requests.has(key)) requests.set(key, request);
      return undefined;
    }
    if (statistic.kind === 'frequencies') return builder.add(lookup(expression, { request, key, statistic }));
    const fitted = fitAnalyzer(expression, statistic, request.input);
    if (fitted === undefined) throw nothingToAnalyze({ feature, path: here, analyzer: expression.op });
    if (Object.values(fitted.settings).some((value) => typeof value === 'number' && !Number.isFinite(value)))
      throw spreadNotFinite({ feature, path: here, analyzer: expression.op });
    return builder.add(fitted);
  };

  const lookup = (
    { op, settings }: Expression,
    found: { request: StatisticRequest; key: string; statistic: Statistic & { readonly kind: 'frequencies' } },
  ) => {
    const { feature, path, input } = found.request;
    if (found.statistic.entries.length === 0) throw nothingToAnalyze({ feature, path, analyzer: op });
    let vocabulary = vocabularies.get(found.key);
    if (vocabulary === undefined) {
      const name = nameVocabulary(
        feature,
        [...vocabularies.values()].map((other) => other.name),
      );
      vocabulary = { name, entries: found.statistic.entries };
      vocabularies.set(found.key, vocabulary);
    }
    const { oovBuckets } = settings;
    const fitted = { vocabulary: vocabulary.name, oovBuckets };
    return mapperNode({ op: 'lookup', type: 'categorical', inputs: [input], settings: fitted });
  };

  const tops = features.features.map(({ name, expression }) => {
    const isIndicators = expression.op === 'oneHot';
    const top: Expression = isIndicators ? expression.inputs[0]! : expression;
    return { name, isIndicators, position: build(top, name, isIndicators ? 'oneHot[0].' : '') };
  });
  const entries = Object.fromEntries([...vocabularies.values()].map(({ name, entries }) => [name, entries]));
  const program: GraphProgram = { nodes: builder.nodes, vocabularies: entries };
  const asked = [...requests.entries()];
  return {
    program,
    requests: asked.map(([, request]) => request),
    graph: asked.length > 0 ? undefined : finish(tops as readonly Top[], program, builder.add),
    answer: (statistics) =>
      nextRound(features, new Map([...known, ...asked.map(([key], i) => [key, statistics[i]!] as const)])),
  };
}

interface Top {
  readonly name: string;
  readonly isIndicators: boolean;
  readonly position: number;
}

function finish(tops: readonly Top[], program: GraphProgram, add: (node: GraphProgram['nodes'][number]) => number) {
  const outputs: TransformGraphOutput[] = [];
  for (const { name, isIndicators, position } of tops) {
    const node = program.nodes[position]!;
    const categories = countCategories(node, program.vocabularies);
    if (node.type !== 'categorical') {
      outputs.push({ name, kind: 'numeric', node: position });
    } else if (!isIndicators) {
      outputs.push({ name, kind: 'categorical', categories, node: position });
    } else {
      for (let code = 0; code < categories; code++) {
        const indicator = { op: 'isCategory', type: 'numeric', inputs: [position], settings: { code } } as const;
        outputs.push({ name: `${name}_${code}`, kind: 'numeric', node: add(indicator) });
      }
    }
  }
  const names = new Set<string>();
  for (const { name } of outputs) {
    if (names.has(name)) throw invalidFeatureName({ name, reason: 'a one-hot feature has an output of that name' });
    names.add(name);
  }
  return assembleGraph({ ...program, outputs });
}

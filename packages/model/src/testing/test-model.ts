import { createRandom, toColumnBatch, type ModelPayload, type Task } from '@millrace/core';
import {
  defineFeatures,
  fitFeatures,
  greaterThan,
  hourOfDay,
  number,
  text,
  timestamp,
  vocabulary,
  zScore,
  type FeatureSet,
  type FittedGraph,
} from '@millrace/features';
import type { TreeEnsemble } from '../flavours/trees/tree-ensemble.ts';
import { encodeTrees } from '../flavours/trees/trees-codec.ts';
import { writeModel } from '../write-model.ts';

/** Flights as clients send them: some values are missing, airports are text, moments are ISO text. */
export function delayRows(count: number, seed = 1): Record<string, unknown>[] {
  const random = createRandom(seed);
  const airports = ['ATL', 'BOS', 'DEN', 'SEA', 'ZÜR'];
  return Array.from({ length: count }, (_, id) => ({
    id,
    date: new Date(Date.UTC(2001, 0, 1) + random.nextInteger(181 * 24 * 60) * 60_000).toISOString(),
    distance: random.next() < 0.1 ? null : 100 + random.nextInteger(2500),
    origin: random.next() < 0.1 ? null : airports[random.nextInteger(airports.length)]!,
    delay: random.nextInteger(90) - 20,
  }));
}

/** Three features and a label over `delayRows`. */
export const delayFeatures: FeatureSet = defineFeatures({
  distance: zScore(number('distance')),
  hour: hourOfDay(timestamp('date')),
  origin: vocabulary(text('origin')),
  late: greaterThan(number('delay'), 15),
});

export function testGraph(): FittedGraph {
  return fitFeatures(delayFeatures, delayRows(500));
}

interface TreesShape {
  readonly task: Task;
  readonly classCount: number;
  readonly rounds: number;
  readonly depth: number;
  /** Categories of each feature; 0 for a numeric one. */
  readonly categories: readonly number[];
  readonly seed: number;
  /** Chance that a node above the last level splits. @defaultValue 1 */
  readonly splitChance?: number | undefined;
}

/** Random trees over features: thresholds around 0, missing values to either side, category sets of all sizes. */
export function testTrees({
  task,
  classCount,
  rounds,
  depth,
  categories,
  seed,
  splitChance = 1,
}: TreesShape): TreeEnsemble {
  const random = createRandom(seed);
  const treesPerRound = task === 'multi-class' ? classCount : 1;
  const nodes: {
    feature: number;
    threshold: number;
    missingLeft: number;
    left: number;
    right: number;
    value: number;
  }[] = [];
  const starts: number[] = [];
  const words: number[] = [];
  const bits: number[] = [];
  const offsets = [0];
  const grow = (level: number): number => {
    const at = nodes.length;
    const isSplit = level < depth && random.next() < splitChance;
    const feature = isSplit ? random.nextInteger(categories.length) : -1;
    const node = {
      feature,
      threshold: random.nextNormal(),
      missingLeft: random.nextInteger(2),
      left: 0,
      right: 0,
      value: random.nextNormal() / 10,
    };
    nodes.push(node);
    const isCategorical = isSplit && categories[feature]! > 0;
    const wordCount = isCategorical ? 1 + random.nextInteger(Math.ceil(categories[feature]! / 32)) : 0;
    starts.push(isCategorical ? bits.length : -1);
    words.push(wordCount);
    for (let i = 0; i < wordCount; i++) bits.push(random.nextInteger(4294967296));
    if (isSplit) {
      node.left = grow(level + 1);
      node.right = grow(level + 1);
    }
    return at;
  };
  for (let tree = 0; tree < rounds * treesPerRound; tree++) {
    grow(0);
    offsets.push(nodes.length);
  }
  return {
    task,
    classCount,
    treesPerRound,
    baseScores: Float64Array.from({ length: treesPerRound }, () => random.nextNormal()),
    treeOffsets: Int32Array.from(offsets),
    splitFeature: Int32Array.from(nodes, ({ feature }) => feature),
    threshold: Float64Array.from(nodes, ({ threshold }) => threshold),
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => missingLeft),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    value: Float64Array.from(nodes, ({ value }) => value),
    categoryStart: Int32Array.from(starts),
    categoryWords: Int32Array.from(words),
    categoryBits: Uint32Array.from(bits),
  };
}

export interface TestModelOptions {
  /** @defaultValue 'binary' */
  readonly task?: Task | undefined;
  /** Other seeds give other models on the same rows. @defaultValue 1 */
  readonly seed?: number | undefined;
  /** @defaultValue 20 */
  readonly rounds?: number | undefined;
}

/** Writes a model of random trees over `delayRows` into a directory. */
export async function writeTestModel(
  directory: string,
  { task = 'binary', seed = 1, rounds = 20 }: TestModelOptions = {},
): Promise<ModelPayload> {
  const graph = testGraph();
  const classes = { binary: ['on-time', 'late'], 'multi-class': ['early', 'on-time', 'late'], regression: [] }[task];
  const originCategories = graph.document.outputs.find(({ name }) => name === 'origin')?.categories ?? 0;
  const categories = [0, 0, originCategories];
  const ensemble = testTrees({ task, classCount: classes.length, rounds, depth: 4, categories, seed });
  return writeModel({
    directory,
    fitted: { flavour: 'trees', files: encodeTrees(ensemble), summary: {} },
    graph,
    labelOutput: 'late',
    task,
    classes,
    training: { learner: 'randomTrees', settings: { rounds }, seed, rowCount: 0 },
    goldenRows: toColumnBatch(delayRows(20, 2).map((row) => ({ ...row, date: new Date(String(row['date'])) }))),
  });
}

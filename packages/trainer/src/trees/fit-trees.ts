import { roundSignificant, type FitOptions, type FittedModel, type JsonObject, type LearnerData } from '@millrace/core';
import { encodeTrees } from '@millrace/model';
import { checkLearnerData } from '../learner-data.ts';
import { boost, type BoostedTrees } from './boost.ts';
import { boundTree } from './grow-tree.ts';
import { createObjective } from './objective.ts';
import { bin, openKernel } from './open-kernel.ts';
import { toEnsemble } from './to-ensemble.ts';
import type { ResolvedTreeSettings } from './tree-settings.ts';

/** Bins the features, boosts on the fastest kernel that opens, and encodes the trees. */
export async function fitTrees(
  data: LearnerData,
  options: FitOptions,
  settings: ResolvedTreeSettings,
): Promise<FittedModel> {
  checkLearnerData(data);
  const { task, classCount, features, train, validation } = data;
  const { concurrency } = options;
  const table = await bin({ features, rows: train, bins: settings.bins }, concurrency);
  const objective = createObjective(task, classCount, train);
  const kernel = await openKernel(
    {
      table,
      rows: train,
      objective,
      rules: settings,
      maxDepth: settings.maxDepth,
      ...boundTree(settings, train.rowCount),
      isSampled: settings.rowSampling < 1,
      held:
        validation === undefined
          ? undefined
          : await bin({ features, rows: validation, bins: table.mappers }, concurrency),
    },
    concurrency,
  );
  try {
    const boosted = await boost(data, options, { settings, objective, table, kernel });
    const ensemble = toEnsemble(boosted.trees, objective, { features, mappers: table.mappers });
    return {
      flavour: 'trees',
      files: encodeTrees(ensemble),
      curves: boosted.curves.map((curve) => ({
        ...curve,
        values: curve.values.map((value) => roundSignificant(value)),
      })),
      summary: { kernel: kernel.name, ...summarise(data, boosted) },
    };
  } finally {
    await kernel.close();
  }
}

function summarise({ features }: LearnerData, { trees, roundsRun, roundsKept }: BoostedTrees): JsonObject {
  const gains = new Float64Array(features.length);
  const uses = new Int32Array(features.length);
  let leaves = 0;
  for (const tree of trees) {
    leaves += tree.leafCount;
    for (const split of tree.splits) {
      if (split === undefined) continue;
      gains[split.feature]! += split.gain;
      uses[split.feature]!++;
    }
  }
  const importance = features
    .map(({ name }, index) => ({ feature: name, gain: roundSignificant(gains[index]!), splits: uses[index]! }))
    .sort((a, b) => b.gain - a.gain || (a.feature < b.feature ? -1 : 1));
  return { roundsRun, roundsKept, trees: trees.length, leaves, importance };
}

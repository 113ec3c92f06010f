import { toColumnBatch, type Artifact, type LearnerFeature, type ModelPayload } from '@millrace/core';
import { describeOutputs, graphFromFiles, type FittedGraph } from '@millrace/features';
import { createPredictor, type RowPredictor } from './create-predictor.ts';
import { graphMismatch } from './errors.ts';
import type { Scorer } from './flavours/flavour.ts';
import { flavourOf } from './flavours/known-flavours.ts';
import { outputsOf } from './flavours/link.ts';
import { checkGoldenRows, decodeGoldenRows } from './golden-rows.ts';
import { readListedFiles, readManifest } from './manifest.ts';
import { filesOf, type ModelFiles } from './model-files.ts';

/** A model that was checked and is ready. Dispose it when it is no longer asked. */
export interface OpenedModel extends RowPredictor, AsyncDisposable {
  readonly manifest: ModelPayload;
}

/**
 * Opens a model of any flavour as a predictor on raw rows. Every file is checked against the digests of the manifest
 * before it is used, then the golden rows are predicted and compared: a model that opens gives the scores that it gave
 * when it was written, within 1e-9 (`trees`, `linear`), 1e-6 (`custom`) or 1e-4 (`tfjs-layers`), relative above 1.
 *
 * `source` is a directory (Node.js), a model artifact, or an object that reads files, for browsers and buckets.
 * Throws `MODEL_NOT_A_MODEL`, `MODEL_FILE_MISSING`, `MODEL_FILE_CORRUPT`, `MODEL_GOLDEN_ROWS_DIFFER`,
 * `MODEL_TFJS_NOT_INSTALLED`.
 */
export async function openModel(source: string | Artifact<'model'> | ModelFiles): Promise<OpenedModel> {
  const files = await filesOf(source);
  const manifest = await readManifest(files);
  const contents = await readListedFiles(files, manifest);
  if (typeof source === 'object' && 'digest' in source) {
    const { verifyArtifact } = await import('@millrace/core/artifacts');
    await verifyArtifact(source);
  }
  const { place } = files;
  const graph = readGraph(manifest, contents, place);
  const scorer = await openScorer(manifest, contents, files);
  const predictor = createPredictor({ manifest, graph, scorer });
  const { task, classes } = manifest.signature;
  try {
    await checkGoldenRows({
      place,
      predictor,
      golden: decodeGoldenRows(contents[manifest.goldenRows.file], outputsOf(task, classes.length)),
      toBatch: toColumnBatch,
      tolerance: flavourOf(manifest.flavour).goldenTolerance,
    });
  } catch (error) {
    scorer.close?.();
    throw error;
  }
  return {
    ...predictor,
    manifest,
    [Symbol.asyncDispose]: async () => {
      scorer.close?.();
      return Promise.resolve();
    },
  };
}

function readGraph(
  { transform, featureOrder }: ModelPayload,
  contents: Readonly<Record<string, Uint8Array>>,
  place: string,
): FittedGraph {
  const graph = graphFromFiles(
    Object.fromEntries(transform.files.map((file) => [file.slice(transformFolder.length), contents[file]!])),
  );
  const outputs = new Map(describeOutputs(graph).map((feature) => [feature.name, feature]));
  for (const feature of featureOrder) {
    const output = outputs.get(feature.name);
    if (output === undefined || !isSame(output, feature))
      throw graphMismatch({ place, reason: `its output "${feature.name}" is not the feature that was trained on` });
  }
  return graph;
}

/** Where the files of the graph lie inside a model. */
export const transformFolder = 'transform/';

function isSame(a: LearnerFeature, b: LearnerFeature): boolean {
  return a.kind === b.kind && a.categories === b.categories;
}

/** Opens the scorer of a manifest with its files, which were checked. */
export async function openScorer(
  manifest: Pick<ModelPayload, 'flavour' | 'flavourFiles' | 'signature' | 'featureOrder'>,
  contents: Readonly<Record<string, Uint8Array>>,
  { moduleUrl }: Pick<ModelFiles, 'moduleUrl'>,
): Promise<Scorer> {
  const { flavour, flavourFiles, signature, featureOrder } = manifest;
  return flavourOf(flavour).open({
    files: Object.fromEntries(flavourFiles.map((file) => [file, contents[file]!])),
    task: signature.task,
    classCount: signature.classes.length,
    featureOrder,
    moduleUrl: (file) => moduleUrl?.(file),
  });
}

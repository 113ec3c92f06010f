import {
  canonicalJson,
  checkOptions,
  isColumnBatch,
  optionForms,
  requiredOption,
  type ColumnBatch,
  type FittedModel,
  type LearnerFeature,
  type ModelFile,
  type ModelPayload,
  type ModelSignature,
  type Task,
  type TrainingFacts,
} from '@millrace/core';
import { describeOutputs, graphToFiles, pruneGraph, requiredColumns, type FittedGraph } from '@millrace/features';
import { createPredictor } from './create-predictor.ts';
import { invalidModel } from './errors.ts';
import { encodeGoldenRows, goldenName, toGoldenRows } from './golden-rows.ts';
import { digestManifest, manifestName } from './manifest.ts';
import { directoryFiles } from './model-files.ts';
import { openScorer, transformFolder } from './open-model.ts';
import { sha256 } from './sha256.ts';

export interface WriteModelOptions {
  /** An empty directory, or one that is being published as an artifact. It is made when it is not there. */
  readonly directory: string;
  /** What a learner returned, or files from `encodeTrees`, `encodeLinear`, `encodeTfjsLayers`, `encodeCustom` with their flavour. */
  readonly fitted: Pick<FittedModel, 'flavour' | 'files' | 'summary'>;
  readonly graph: FittedGraph;
  /** The output of the graph that is the label. Left out when the graph does not make it. */
  readonly labelOutput?: string | undefined;
  /** What is predicted, for people. @defaultValue `labelOutput`, or 'prediction' */
  readonly labelName?: string | undefined;
  /** The outputs of the graph that were learned from, in the order of the learner. @defaultValue all but the label */
  readonly features?: readonly string[] | undefined;
  readonly task: Task;
  /** Names in the order of the scores; two for binary, the second is the positive one. Empty for regression. */
  readonly classes: readonly string[];
  readonly training: Omit<TrainingFacts, 'summary'>;
  /** Some raw rows, 20 or so. Their scores are computed now and compared whenever the model is opened. */
  readonly goldenRows: ColumnBatch;
  /** Versions of what made the model, by package name. That of this package is added. @defaultValue {} */
  readonly versions?: Readonly<Record<string, string>> | undefined;
}

/**
 * Writes a model directory: the flavour files, the part of the graph that is needed, golden rows, and the manifest last.
 * The same input gives the same bytes. Node.js only. Throws `MODEL_INVALID`.
 */
export async function writeModel(options: WriteModelOptions): Promise<ModelPayload> {
  checkWriteOptions(options);
  const { directory, fitted, labelOutput, task, classes, goldenRows, training, versions = {} } = options;
  checkClasses(task, classes);
  const { graph, featureOrder } = selectFeatures(options);
  const names = featureOrder.map(({ name }) => name);
  const signature: ModelSignature = {
    task,
    inputs: requiredColumns(graph, names),
    label: options.labelName ?? labelOutput ?? 'prediction',
    classes,
  };
  const transformFiles = Object.fromEntries(
    Object.entries(graphToFiles(graph)).map(([name, bytes]) => [`${transformFolder}${name}`, bytes]),
  );
  const contents: Record<string, Uint8Array> = { ...transformFiles, ...fitted.files };
  checkFileNames(Object.keys(fitted.files));
  await writeFiles(directory, contents);
  const facts = {
    flavour: fitted.flavour,
    signature,
    labelOutput: labelOutput ?? null,
    featureOrder,
    flavourFiles: Object.keys(fitted.files).sort(),
  };
  const scorer = await openScorer(facts, contents, await directoryFiles(directory));
  try {
    const rows = toGoldenRows(goldenRows, signature.inputs);
    const { scores } = await createPredictor({ manifest: facts, graph, scorer }).predictRows(rows);
    contents[goldenName] = encodeGoldenRows({ specVersion: 1, rows, scores: [...scores] });
  } finally {
    scorer.close?.();
  }
  await writeFiles(directory, { [goldenName]: contents[goldenName]! });
  const manifest: Omit<ModelPayload, 'digest'> = {
    specVersion: 1,
    ...facts,
    labelInputs: labelOutput === undefined ? [] : requiredColumns(graph, [labelOutput]),
    transform: await describeTransform(transformFiles),
    training: { ...training, summary: fitted.summary },
    versions: { '@millrace/model': await readOwnVersion(), ...versions },
    goldenRows: { file: goldenName, rowCount: goldenRows.rowCount },
    files: await describeFiles(contents),
  };
  const payload: ModelPayload = { ...manifest, digest: await digestManifest(manifest) };
  await writeFiles(directory, { [manifestName]: new TextEncoder().encode(`${canonicalJson(payload, 2)}\n`) });
  return payload;
}

function checkClasses(task: Task, classes: readonly string[]): void {
  const isFitting =
    task === 'binary' ? classes.length === 2 : task === 'regression' ? classes.length === 0 : classes.length >= 2;
  if (!isFitting) throw invalidModel({ reason: `the task ${task} has ${classes.length} classes` });
}

function checkFileNames(names: readonly string[]): void {
  const taken = names.find(
    (name) => [manifestName, goldenName, 'artifact.json'].includes(name) || name.startsWith(transformFolder),
  );
  if (taken !== undefined) throw invalidModel({ reason: `a flavour file cannot be called "${taken}"` });
  if (names.length === 0) throw invalidModel({ reason: 'it has no flavour files' });
}

function selectFeatures({ graph, labelOutput, features }: WriteModelOptions): {
  graph: FittedGraph;
  featureOrder: readonly LearnerFeature[];
} {
  const names =
    features ??
    describeOutputs(graph)
      .map(({ name }) => name)
      .filter((name) => name !== labelOutput);
  if (names.length === 0) throw invalidModel({ reason: 'the graph has no output to learn from' });
  if (labelOutput !== undefined && names.includes(labelOutput))
    throw invalidModel({ reason: `its label "${labelOutput}" is among its features` });
  const pruned = pruneGraph(graph, labelOutput === undefined ? names : [...names, labelOutput]);
  const outputs = new Map(describeOutputs(pruned).map((feature) => [feature.name, feature]));
  return { graph: pruned, featureOrder: names.map((name) => outputs.get(name)!) };
}

async function writeFiles(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const [{ mkdir, writeFile }, path] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

async function describeFiles(contents: Readonly<Record<string, Uint8Array>>): Promise<readonly ModelFile[]> {
  const names = Object.keys(contents).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: name,
      sizeBytes: contents[name]!.length,
      sha256: await sha256(contents[name]!),
    })),
  );
}

async function describeTransform(files: Readonly<Record<string, Uint8Array>>): Promise<ModelPayload['transform']> {
  const described = await describeFiles(files);
  const text = canonicalJson(described.map(({ path, sha256: digest }) => [path, digest]));
  return {
    digest: `sha256:${await sha256(new TextEncoder().encode(text))}`,
    files: described.map(({ path }) => path),
  };
}

async function readOwnVersion(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function checkWriteOptions(options: WriteModelOptions): void {
  const { text, texts, object, graph, task } = optionForms;
  checkOptions<WriteModelOptions>(options, 'writeModel', {
    directory: requiredOption(text),
    fitted: requiredOption({
      expected: 'what a learner returned: `flavour` and `files`',
      admits: (value) => {
        const { flavour, files } = (value ?? {}) as Partial<FittedModel>;
        return text.admits(flavour) && object.admits(files);
      },
    }),
    graph: requiredOption(graph),
    labelOutput: text,
    labelName: text,
    features: texts,
    task: requiredOption(task),
    classes: requiredOption(optionForms.list),
    training: requiredOption(object),
    goldenRows: requiredOption({ expected: 'a column batch, as `toColumnBatch` gives', admits: isColumnBatch }),
    versions: object,
  });
}

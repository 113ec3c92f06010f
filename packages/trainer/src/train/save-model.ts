import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ColumnBatch, FittedModel, ModelPayload, ModelRunPayload } from '@millrace/core';
import type { FittedGraph } from '@millrace/features';
import { writeModel } from '@millrace/model';

export interface ModelToSave {
  readonly directory: string;
  readonly fitted: FittedModel;
  readonly run: ModelRunPayload;
  readonly graph: FittedGraph;
  /** An output of the graph. */
  readonly label: string;
  readonly classes: readonly string[];
  readonly goldenRows: ColumnBatch;
}

/** Writes a model directory with the facts of its training. */
export async function saveModel({ run, label, ...parts }: ModelToSave): Promise<ModelPayload> {
  const { learner, settings, seed, rowCount, task } = run;
  return writeModel({
    ...parts,
    labelOutput: label,
    task,
    training: { learner, settings, seed, rowCount },
    versions: { '@millrace/trainer': await readOwnVersion() },
  });
}

async function readOwnVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Writes a model into a temporary directory and gives its files, by path inside the model. */
export async function saveModelInMemory(
  parts: Omit<ModelToSave, 'directory'>,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'millrace-model-'));
  try {
    await saveModel({ ...parts, directory });
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(directory, file).split(path.sep).join('/'), await readFile(file)] as const;
      });
    return Object.fromEntries(await Promise.all(files));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Writes files into a directory, which is made when it is not there. */
export async function writeFiles(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMillraceError, payloadSchemas, type AnyArtifact, type Artifact, type ArtifactKind } from '@millrace/core';
import { readManifest, readPayload, verifyArtifact } from '@millrace/core/artifacts';
import { openDataset } from '@millrace/data';
import { openModel } from '@millrace/model';
import { runPipeline, type RunResult } from '@millrace/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pipeline, { learners } from './every-kind-pipeline.ts';

let directory: string;
let run: RunResult;
let artifacts: readonly AnyArtifact[];
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-flipped-'));
  run = await runAll();
  expect(run.steps.filter(({ error }) => error !== undefined).map(({ id, error }) => [id, error!.message])).toEqual([]);
  artifacts = run.steps.flatMap(({ outputs }) => Object.values(outputs));
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

const runAll = (force: readonly string[] = []): Promise<RunResult> =>
  runPipeline(pipeline, {
    directory: path.join(directory, 'state'),
    parameters: { serving: path.join(directory, 'serving') },
    // The moment of a push is part of its artifact; the same moment gives the same artifact again.
    clock: () => Date.UTC(2001, 5, 18),
    force,
  });

/** How each kind is read. A kind that joins the platform does not compile, and fails below, until it stands here. */
const readers: { readonly [TKind in ArtifactKind]: (artifact: Artifact<TKind>) => Promise<unknown> } = {
  examples: readRows,
  transformedExamples: readRows,
  inferenceResult: readRows,
  statistics: readPayload,
  schema: readPayload,
  anomalies: readPayload,
  transformGraph: readPayload,
  model: async (artifact) => (await openModel(artifact))[Symbol.asyncDispose](),
  modelRun: readPayload,
  evaluation: readPayload,
  modelBlessing: readPayload,
  infraBlessing: readPayload,
  pushedModel: readPayload,
  driftReport: readPayload,
};

async function readRows(
  artifact: Artifact<'examples'> | Artifact<'transformedExamples'> | Artifact<'inferenceResult'>,
): Promise<unknown> {
  await using dataset = await openDataset(artifact);
  return await dataset.read();
}

/** Files of an artifact that its reader does not look at: pages for people, and what only the steps of a pipeline read. */
const isPassedOver = (kind: ArtifactKind, file: string): boolean =>
  file === 'report.html' || (kind === 'transformGraph' && file.endsWith('.txt'));

const read = (artifact: AnyArtifact): Promise<unknown> =>
  (readers[artifact.kind] as (artifact: AnyArtifact) => Promise<unknown>)(artifact);

async function listFiles(artifact: AnyArtifact): Promise<readonly string[]> {
  return ['artifact.json', ...(await readManifest(artifact.path)).files.map((file) => file.path)];
}

/** Calls `use` while the byte at a share of the file is another one. */
async function withFlippedByte<TResult>(file: string, share: number, use: () => Promise<TResult>): Promise<TResult> {
  const bytes = await readFile(file);
  const flipped = Buffer.from(bytes);
  flipped[Math.min(bytes.length - 1, Math.floor(bytes.length * share))]! ^= 1;
  await writeFile(file, flipped);
  try {
    return await use();
  } finally {
    await writeFile(file, bytes);
  }
}

const reject = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'it was read as if nothing had happened',
    (error: unknown) => error,
  );

it('has an artifact of every kind, and a model of every learner', () => {
  expect(new Set(artifacts.map(({ kind }) => kind))).toEqual(new Set(Object.keys(payloadSchemas)));
  expect(Object.keys(readers).sort()).toEqual(Object.keys(payloadSchemas).sort());
  expect(artifacts.filter(({ kind }) => kind === 'model')).toHaveLength(Object.keys(learners).length);
});

describe.each(Object.keys(payloadSchemas) as readonly ArtifactKind[])('a flipped byte in %s', (kind) => {
  it('is found before anything is read, and its file is named, with the cure', async () => {
    for (const artifact of artifacts.filter((candidate) => candidate.kind === kind)) {
      await read(artifact);
      for (const file of await listFiles(artifact)) {
        for (const share of [0, 0.3, 0.5, 0.99]) {
          const full = path.join(artifact.path, file);
          const [verified, opened] = await withFlippedByte(full, share, () =>
            Promise.all([reject(verifyArtifact(artifact)), reject(read(artifact))]),
          );
          const place = `${kind}: ${file} at ${share}`;
          expect(isMillraceError(verified) && [verified.code, verified.details['file']], place).toEqual([
            'CORE_ARTIFACT_CORRUPT',
            file,
          ]);
          if (isPassedOver(kind, file)) continue;
          expect(isMillraceError(opened) && opened.code, `${place}: ${String(opened)}`).toMatch(/_CORRUPT$/);
          expect(isMillraceError(opened) && opened.details['file'], place).toBe(file);
          expect(isMillraceError(opened) && opened.message).toContain(artifact.path);
          expect(isMillraceError(opened) && opened.cure).toMatch(/again/);
        }
      }
    }
  });

  it('makes the pipeline run the step again that gave it, before another step uses it', async () => {
    const step = run.steps.find(({ outputs }) => Object.values(outputs).some((output) => output.kind === kind))!;
    const [port, artifact] = Object.entries(step.outputs).find(([, output]) => output.kind === kind)!;
    for (const file of await listFiles(artifact)) {
      const full = path.join(artifact.path, file);
      const bytes = await readFile(full);
      const flipped = Buffer.from(bytes);
      flipped[Math.floor(bytes.length / 2)]! ^= 1;
      await writeFile(full, flipped);
      const next = await runAll([`Use.${step.id}.${port}`]);
      expect(next.state).toBe('complete');
      const repaired = next.steps.find(({ id }) => id === step.id)!;
      expect([repaired.state, repaired.reason.type], file).toEqual(['complete', 'artifact-lost']);
      expect(repaired.outputs).toEqual(step.outputs);
      await verifyArtifact(artifact);
      expect(await readFile(full)).toEqual(bytes);
    }
  }, 60_000);
});

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publishArtifact, publishPayload } from '../artifact/publish-artifact.ts';
import type { RunContext } from '../component/component.ts';
import type { Engine } from '../engine.ts';
import { testContextWithoutEngine } from '../errors.ts';

export interface TestContextOptions {
  readonly engine?: Engine | undefined;
  readonly seed?: number | undefined;
  readonly concurrency?: number | undefined;
}

export interface TestContext extends RunContext, AsyncDisposable {
  /** The directory below which everything is written; disposing removes it. */
  readonly directory: string;
}

/** A run context for the `run` of one component in a test: a temporary directory, a clock that stands still, no output. */
export async function createTestContext({
  engine,
  seed = 0,
  concurrency = 1,
}: TestContextOptions = {}): Promise<TestContext> {
  const directory = await mkdtemp(path.join(tmpdir(), 'millrace-test-'));
  const scratchDirectory = path.join(directory, 'scratch');
  await mkdir(scratchDirectory);
  const root = path.join(directory, 'artifacts');
  return {
    directory,
    scratchDirectory,
    publish: (kind, write) => publishArtifact(kind, { root }, write),
    publishPayload: (kind, payload, properties) => publishPayload(kind, payload, { root, properties }),
    engine: async () => {
      if (engine === undefined) throw testContextWithoutEngine();
      return Promise.resolve(engine);
    },
    signal: new AbortController().signal,
    seed,
    concurrency,
    clock: () => Date.UTC(2001, 5, 18),
    logger: { info: () => undefined, warn: () => undefined },
    onProgress: () => undefined,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

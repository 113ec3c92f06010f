import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describeValue, canonicalJson, type JsonObject, type RunRecord } from '@millrace/core';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { buildGraph, type PipelineGraph } from '../define/build-graph.ts';
import { isPipeline, type Pipeline } from '../define/define-pipeline.ts';
import { engineNotShared, notPipeline } from '../errors.ts';
import { planGraph, type Plan } from '../plan/plan.ts';
import { cleanLeftovers, removeUnpublished } from './clean-leftovers.ts';
import { createInProcessExecutor } from './in-process-executor.ts';
import { identifyProcess } from './process-identity.ts';
import {
  checkRunOptions,
  readRunOptions,
  readSelection,
  type RunPipelineOptions,
  type RunSettings,
} from './run-options.ts';
import {
  artifactRootOf,
  joinSteps,
  metadataFileOf,
  scratchRootOf,
  timeOf,
  type RunSession,
  type StepResult,
} from './run-session.ts';
import { runSelected } from './run-selected.ts';
import type { StepExecutor } from './step-task.ts';
import { createWorkerExecutor } from './worker/worker-executor.ts';

export interface RunResult {
  readonly runId: string;
  readonly state: 'complete' | 'failed' | 'cancelled';
  /** In the order in which they were added. */
  readonly steps: readonly StepResult[];
}

/**
 * Runs a pipeline: every step whose cache key was not seen before, ready ones in parallel. A failed step does not end
 * the run; what depends on it is skipped, and the state tells. Throws what is wrong before anything runs:
 * `PIPELINE_INVALID`, `PIPELINE_UNKNOWN_STEP`, `PIPELINE_INVALID_OPTION`.
 */
export async function runPipeline<TParameters = Readonly<Record<string, never>>>(
  pipeline: Pipeline<TParameters>,
  ...[options]: Readonly<Record<string, never>> extends TParameters
    ? [options?: RunPipelineOptions<TParameters>]
    : [options: RunPipelineOptions<TParameters>]
): Promise<RunResult> {
  if (!isPipeline(pipeline)) throw notPipeline({ received: describeValue(pipeline) });
  const given = (options === undefined ? {} : options) as RunPipelineOptions;
  checkRunOptions(given);
  const settings = readRunOptions(given);
  const graph = await buildGraph(pipeline, (given.parameters ?? {}) as TParameters);
  const plan = planGraph(graph);
  const selection = readSelection(plan, given);
  const { directory, clock } = settings;
  const executor = createExecutor(given, { graph, plan, openEngine: given.engine ?? pipeline.options.engine });
  const store = await createSqliteMetadataStore(metadataFileOf(directory));
  try {
    await mkdir(artifactRootOf(directory), { recursive: true });
    await cleanLeftovers({ store, directory, clock });
    const session = openSession(settings, { graph, plan, store, executor, ...selection });
    return await recordRun(session, settings, () => runSelected(session, { ...settings, ...selection }));
  } finally {
    try {
      await executor.close();
      // What workers were writing when they had to be ended; what cannot be removed now, the next run removes.
      await removeUnpublished(directory).catch(() => undefined);
    } finally {
      await store[Symbol.asyncDispose]();
    }
  }
}

function createExecutor(
  { module, workerModule, engine, parameters }: RunPipelineOptions,
  {
    graph,
    plan,
    openEngine,
  }: { readonly graph: PipelineGraph; readonly plan: Plan; readonly openEngine: RunPipelineOptions['engine'] },
): StepExecutor {
  if (module === undefined) return createInProcessExecutor(graph, openEngine);
  if (engine !== undefined) throw engineNotShared();
  return createWorkerExecutor({
    plan,
    source: {
      module: new URL(module).href,
      pipeline: plan.pipeline,
      parameters: JSON.parse(canonicalJson(parameters ?? {})) as JsonObject,
    },
    workerModule: workerModule === undefined ? undefined : new URL(workerModule),
  });
}

function openSession(
  { directory, seed, clock, signal, logger, onEvent }: RunSettings,
  parts: Pick<RunSession, 'plan' | 'store' | 'executor' | 'isForced'> & { readonly graph: PipelineGraph },
): RunSession {
  const results = new Map<string, StepResult>();
  const { graph, plan, store, executor, isForced } = parts;
  return {
    plan,
    store,
    executor,
    isForced,
    directory,
    seed,
    clock,
    signal,
    logger,
    results,
    runId: randomUUID(),
    emit: onEvent,
    outputsOf: (step) => results.get(step)?.outputs,
    steps: joinSteps(graph, plan),
    verified: new Map(),
    repairs: new Map(),
    recordedCodes: new Set(),
  };
}

async function recordRun(
  session: RunSession,
  { parameters }: RunSettings,
  work: () => Promise<void>,
): Promise<RunResult> {
  const { runId, plan, store, seed, directory, steps } = session;
  const startedAt = timeOf(session);
  const record = (change: Pick<RunRecord, 'state' | 'endedAt'>, more: JsonObject): Promise<void> =>
    store.putRun({
      id: runId,
      pipeline: plan.pipeline,
      startedAt,
      process: identifyProcess(),
      properties: { seed, parameters, ...more },
      ...change,
    });
  await record({ state: 'running', endedAt: null }, {});
  session.emit({ type: 'run-start', pipeline: plan.pipeline, runId, steps: [...steps.keys()], time: startedAt });
  let state: RunResult['state'] = 'failed';
  try {
    await work();
    state = endState(session);
    return { runId, state, steps: listResults(session) };
  } finally {
    const endedAt = timeOf(session);
    const summary = listResults(session).map(({ id, state: stepState, reason }) => ({ id, state: stepState, reason }));
    await record({ state, endedAt }, { steps: summary as unknown as JsonObject[] });
    await rm(path.join(scratchRootOf(directory), runId), { recursive: true, force: true });
    session.emit({ type: 'run-end', runId, state, durationMs: Math.max(0, endedAt - startedAt) / 1000, time: endedAt });
  }
}

function listResults({ steps, results }: RunSession): readonly StepResult[] {
  return [...steps.keys()].flatMap((id) => results.get(id) ?? []);
}

function endState({ signal, results }: RunSession): RunResult['state'] {
  const states = new Set([...results.values()].map(({ state }) => state));
  if (signal.aborted && states.has('cancelled')) return 'cancelled';
  return states.has('failed') ? 'failed' : 'complete';
}

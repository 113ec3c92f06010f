import { checkOptions, describeValue, optionForms, isMillraceError } from '@millrace/core';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { listReasons, type StepReason } from '../cache/step-reason.ts';
import { type StepInputs } from '../cache/key-parts.ts';
import { buildGraph } from '../define/build-graph.ts';
import { isPipeline, type Pipeline } from '../define/define-pipeline.ts';
import { notPipeline } from '../errors.ts';
import { isOutputReference } from '../define/output-reference.ts';
import { isResolver } from '../define/resolver.ts';
import { planGraph } from '../plan/plan.ts';
import { findReason, lookUp, prepareStep } from '../run/prepare-step.ts';
import { resolveInputs } from '../run/resolve-inputs.ts';
import { readRunOptions, type PipelineParameters } from '../run/run-options.ts';
import { joinSteps, metadataFileOf, type SessionStep, type StepSource } from '../run/run-session.ts';
import { schedule } from '../run/schedule.ts';
import type { StepResultArtifacts } from '../run/step-task.ts';

export interface ExplainPipelineSettings {
  /** State of the project. @defaultValue `.millrace` in the working directory */
  readonly directory?: string | undefined;
  /** @defaultValue 0 */
  readonly seed?: number | undefined;
}

export type ExplainPipelineOptions<TParameters = unknown> = ExplainPipelineSettings & PipelineParameters<TParameters>;

/** What a run would do with one step. */
export interface StepExplanation {
  readonly step: string;
  readonly component: string;
  /** `depends`: it runs unless the steps before it give the same content as last time. */
  readonly action: 'run' | 'cached' | 'depends' | 'skip' | 'fail';
  readonly reason: StepReason | undefined;
  /** The reason in words, one line for each part that changed. */
  readonly reasons: readonly string[];
}

/** What a run would do with every step, and why, without running any. In the order in which steps were added. */
export async function explainPipeline<TParameters = Readonly<Record<string, never>>>(
  pipeline: Pipeline<TParameters>,
  ...[options]: Readonly<Record<string, never>> extends TParameters
    ? [options?: ExplainPipelineOptions<TParameters>]
    : [options: ExplainPipelineOptions<TParameters>]
): Promise<readonly StepExplanation[]> {
  const given = (options === undefined ? {} : options) as ExplainPipelineOptions;
  if (!isPipeline(pipeline)) throw notPipeline({ received: describeValue(pipeline) });
  checkOptions<ExplainPipelineOptions>(given, 'explainPipeline', {
    directory: optionForms.text,
    seed: true,
    parameters: optionForms.object,
  });
  const { directory, seed } = readRunOptions(given);
  const graph = await buildGraph(pipeline, (given.parameters ?? {}) as TParameters);
  const plan = planGraph(graph);
  const steps = joinSteps(graph, plan);
  const store = await createSqliteMetadataStore(metadataFileOf(directory));
  try {
    const outputs = new Map<string, StepResultArtifacts>();
    const explained = new Map<string, StepExplanation>();
    const source: StepSource = {
      plan,
      store,
      directory,
      seed,
      runId: undefined,
      outputsOf: (step) => outputs.get(step),
    };
    await schedule(plan.steps, {
      concurrency: 1,
      perform: async ({ id }) => {
        const { explanation, found } = await explainSafely({ ...source, explained }, steps.get(id)!);
        explained.set(id, explanation);
        if (found !== undefined) outputs.set(id, found);
      },
    });
    return plan.steps.map(({ id }) => explained.get(id)!);
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

interface ExplainSource extends StepSource {
  readonly explained: ReadonlyMap<string, StepExplanation>;
}

interface Explained {
  readonly explanation: StepExplanation;
  /** What the step gives, when it is cached. */
  readonly found?: StepResultArtifacts;
}

async function explainSafely(source: ExplainSource, step: SessionStep): Promise<Explained> {
  try {
    return await explainStep(source, step);
  } catch (error) {
    if (!isMillraceError(error)) throw error;
    const { id, planned } = step;
    const reasons = [error.message, error.cure];
    return { explanation: { step: id, component: planned.component, action: 'fail', reason: undefined, reasons } };
  }
}

async function explainStep(source: ExplainSource, step: SessionStep): Promise<Explained> {
  const explain = (action: StepExplanation['action'], reason: StepReason): StepExplanation => ({
    step: step.id,
    component: step.planned.component,
    action,
    reason,
    reasons: listReasons(reason),
  });
  const obstacle = findObstacle(source, step);
  if (obstacle !== undefined) return { explanation: explain('skip', obstacle) };
  const open = step.planned.dependsOn.filter((id) => source.outputsOf(id) === undefined);
  if (open.length > 0) {
    const reason = await explainWaiting(source, step, open);
    return { explanation: explain(reason.changes.length > 0 ? 'run' : 'depends', reason) };
  }
  const prepared = await prepareStep(source, step, await resolveInputs(source, step));
  const found = await lookUp(source, prepared.cacheKey);
  if (found.type === 'hit') {
    const reason: StepReason = { type: 'cached', executionId: found.executionId };
    return { explanation: explain('cached', reason), found: found.outputs };
  }
  return {
    explanation: explain('run', found.type === 'lost' ? found.reason : await findReason(source, step, prepared)),
  };
}

function findObstacle({ explained, outputsOf }: ExplainSource, { planned }: SessionStep): StepReason | undefined {
  const skipped = planned.dependsOn.find((id) => explained.get(id)?.action === 'skip');
  if (skipped !== undefined) return { type: 'upstream', step: skipped, state: 'skipped' };
  const failed = planned.dependsOn.find((id) => explained.get(id)?.action === 'fail');
  if (failed !== undefined) return { type: 'upstream', step: failed, state: 'failed' };
  if (planned.when === undefined) return undefined;
  const { output, property, equals } = planned.when;
  const properties = outputsOf(output.step)?.[output.port]?.properties;
  if (properties === undefined || properties[property] === equals) return undefined;
  return { type: 'condition', step: output.step, property, wanted: equals, found: properties[property] };
}

/** Compares the parts that are known already with the last execution. */
async function explainWaiting(
  source: ExplainSource,
  step: SessionStep,
  open: readonly string[],
): Promise<Extract<StepReason, { readonly type: 'waits' }>> {
  const known: Record<string, StepInputs[string]> = {};
  const openPorts = new Set<string>();
  for (const [port, planned] of Object.entries(step.planned.inputs)) {
    const references = [planned].flat().filter(isOutputReference);
    if (isResolver(planned) || references.some((reference) => open.includes(reference.step))) openPorts.add(port);
    else known[port] = references.map((reference) => source.outputsOf(reference.step)![reference.port]!);
  }
  const prepared = await prepareStep(source, step, known);
  const reason = await findReason(source, step, { ...prepared, openPorts });
  return { type: 'waits', steps: open, changes: reason.type === 'changed' ? reason.changes : [] };
}

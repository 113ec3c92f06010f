import { canonicalJson } from '@millrace/core';
import { buildGraph, type GraphStep, type PipelineGraph } from '../../define/build-graph.ts';
import { isPipeline, type Pipeline } from '../../define/define-pipeline.ts';
import { moduleDiffers, notInModule } from '../../errors.ts';
import { planGraph, type Plan, type PlannedStep } from '../../plan/plan.ts';
import type { PipelineSource } from './worker-protocol.ts';

export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  readonly graph: PipelineGraph;
  readonly plan: Plan;
}

/** Imports the module of a pipeline and builds its graph. Throws `PIPELINE_NOT_IN_MODULE`. */
export async function loadPipeline({ module, pipeline: name, parameters }: PipelineSource): Promise<LoadedPipeline> {
  const exports = Object.values((await import(module)) as Readonly<Record<string, unknown>>);
  const pipeline = exports.filter(isPipeline).find((candidate) => candidate.name === name);
  if (pipeline === undefined) throw notInModule({ module, pipeline: name });
  const graph = await buildGraph(pipeline, parameters);
  return { pipeline, graph, plan: planGraph(graph) };
}

/** The step that was planned elsewhere. Throws `PIPELINE_MODULE_DIFFERS` when this module builds another one. */
export function findStep({ graph, plan }: LoadedPipeline, planned: PlannedStep): GraphStep {
  const index = plan.steps.findIndex(({ id }) => id === planned.id);
  if (index < 0 || canonicalJson(plan.steps[index]) !== canonicalJson(planned)) {
    throw moduleDiffers({ pipeline: graph.pipeline, step: planned.id });
  }
  return graph.steps[index]!;
}

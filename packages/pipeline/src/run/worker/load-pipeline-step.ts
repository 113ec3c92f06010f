import { canonicalJson } from '@millrace/core';
import { buildGraph, type GraphStep, type PipelineGraph } from '../../define/build-graph.ts';
import { isPipeline, type Pipeline } from '../../define/define-pipeline.ts';
import { moduleDiffers, notInModule } from '../../errors.ts';
import { orderOf, planStep, type PlannedStep } from '../../plan/plan.ts';
import type { PipelineSource } from './worker-protocol.ts';

export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  readonly graph: PipelineGraph;
  readonly order: ReadonlyMap<string, number>;
}

/** Imports the module of a pipeline and builds its graph. Throws `PIPELINE_NOT_IN_MODULE`. */
export async function loadPipeline({ module, pipeline: name, parameters }: PipelineSource): Promise<LoadedPipeline> {
  const exports = Object.values((await import(module)) as Readonly<Record<string, unknown>>);
  const pipeline = exports.filter(isPipeline).find((candidate) => candidate.name === name);
  if (pipeline === undefined) throw notInModule({ module, pipeline: name });
  const graph = await buildGraph(pipeline, parameters);
  return { pipeline, graph, order: orderOf(graph) };
}

/**
 * The step that was planned elsewhere, where the graph passed the linter: what equals that plan need not pass it again.
 * Throws `PIPELINE_MODULE_DIFFERS` when this module builds another one.
 */
export function findStep({ graph, order }: LoadedPipeline, planned: PlannedStep): GraphStep {
  const step = graph.steps[order.get(planned.id) ?? -1];
  if (step === undefined || canonicalJson(planStep(step, order)) !== canonicalJson(planned)) {
    throw moduleDiffers({ pipeline: graph.pipeline, step: planned.id });
  }
  return step;
}

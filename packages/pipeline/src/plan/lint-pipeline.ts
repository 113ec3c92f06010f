import { buildGraph, type PipelineGraph } from '../define/build-graph.ts';
import type { Pipeline } from '../define/define-pipeline.ts';
import { findCycles } from './checks/cycles.ts';
import { checkInputs } from './checks/inputs.ts';
import { checkNames } from './checks/names.ts';
import { checkParameterValues } from './checks/parameters.ts';
import { checkRunParameters } from './checks/run-parameters.ts';
import { checkStepOptions } from './checks/step-options.ts';

/** What is wrong with a pipeline at one step, and how to mend it. */
export interface LintFinding {
  readonly code:
    | 'wrong-name'
    | 'duplicate-id'
    | 'missing-input'
    | 'wrong-input'
    | 'wrong-kind'
    | 'foreign-step'
    | 'unknown-step'
    | 'unknown-parameter'
    | 'wrong-parameter'
    | 'parameter-not-json'
    | 'unread-parameter'
    | 'wrong-option'
    | 'cycle';
  /** The step; the pipeline itself when absent. */
  readonly step?: string;
  readonly message: string;
  readonly cure: string;
}

/** One tiny check over a whole graph. */
export type LintCheck = (graph: PipelineGraph) => readonly LintFinding[];

const checks: readonly LintCheck[] = [
  checkNames,
  checkInputs,
  checkParameterValues,
  checkStepOptions,
  findCycles,
  checkRunParameters,
];

/** Everything that is wrong with a graph; empty when it can run. */
export function lintGraph(graph: PipelineGraph): readonly LintFinding[] {
  return checks.flatMap((check) => check(graph));
}

/** Builds a pipeline and checks its wiring without running it. Returns findings; empty when it can run. */
export async function lintPipeline<TParameters = Readonly<Record<string, never>>>(
  pipeline: Pipeline<TParameters>,
  ...[parameters]: Readonly<Record<string, never>> extends TParameters ? [parameters?: TParameters] : [TParameters]
): Promise<readonly LintFinding[]> {
  return lintGraph(await buildGraph(pipeline, (parameters ?? {}) as TParameters));
}

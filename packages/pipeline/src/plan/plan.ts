import { canonicalJson, type ArtifactKind, type JsonObject, type JsonPrimitive } from '@millrace/core';
import { buildGraph, type GraphStep, type PipelineGraph } from '../define/build-graph.ts';
import type { Pipeline } from '../define/define-pipeline.ts';
import { isOutputReference } from '../define/output-reference.ts';
import { isResolver, type Resolver } from '../define/resolver.ts';
import { invalidPipeline } from '../errors.ts';
import { lintGraph } from './lint-pipeline.ts';

export interface PlannedOutput {
  readonly type: 'output';
  readonly step: string;
  readonly port: string;
  readonly kind: ArtifactKind;
}

/** Where the artifacts of a port come from; null when an optional port was left out. */
export type PlannedInput = PlannedOutput | Resolver | readonly PlannedOutput[] | null;

export interface PlannedStep {
  readonly id: string;
  readonly component: string;
  readonly version: string;
  readonly inputs: Readonly<Record<string, PlannedInput>>;
  readonly outputs: Readonly<Record<string, ArtifactKind>>;
  readonly parameters: JsonObject;
  /** Steps that must have ended before, in the order in which they were added. */
  readonly dependsOn: readonly string[];
  readonly maxRetries?: number;
  readonly timeoutMs?: number;
  readonly when?: { readonly output: PlannedOutput; readonly property: string; readonly equals: JsonPrimitive };
}

/** A pipeline with its parameters as plain JSON: what would run, and in which order at the latest. */
export interface Plan {
  readonly specVersion: 1;
  readonly pipeline: string;
  readonly steps: readonly PlannedStep[];
}

/** The plan of a pipeline that passed the linter. Throws `PIPELINE_INVALID` with every finding. */
export async function planOf<TParameters = Readonly<Record<string, never>>>(
  pipeline: Pipeline<TParameters>,
  ...[parameters]: Readonly<Record<string, never>> extends TParameters ? [parameters?: TParameters] : [TParameters]
): Promise<Plan> {
  return planGraph(await buildGraph(pipeline, (parameters ?? {}) as TParameters));
}

/** The plan of a graph. Throws `PIPELINE_INVALID`. */
export function planGraph(graph: PipelineGraph): Plan {
  const findings = lintGraph(graph);
  if (findings.length > 0) throw invalidPipeline({ pipeline: graph.pipeline, findings });
  const order = orderOf(graph);
  return { specVersion: 1, pipeline: graph.pipeline, steps: graph.steps.map((step) => planStep(step, order)) };
}

/** The place of each step of a graph, by id. */
export function orderOf({ steps }: PipelineGraph): ReadonlyMap<string, number> {
  return new Map(steps.map(({ id }, index) => [id, index]));
}

/** The plan of one step, of a graph that passed the linter. */
export function planStep(step: GraphStep, order: ReadonlyMap<string, number>): PlannedStep {
  const { maxRetries, timeoutMs, when } = step.options;
  const inputs = Object.fromEntries(
    Object.keys(step.component.inputs)
      .sort()
      .map((port) => [port, planInput(step.inputs[port])]),
  );
  const upstream = new Set(
    [...Object.values(inputs).flat(), when?.output ?? null].filter(isOutputReference).map((output) => output.step),
  );
  return {
    id: step.id,
    component: step.component.name,
    version: step.component.version,
    inputs,
    outputs: { ...step.component.outputs },
    parameters: JSON.parse(canonicalJson(step.parameters)) as JsonObject,
    dependsOn: [...upstream].sort((a, b) => order.get(a)! - order.get(b)!),
    ...(maxRetries === undefined ? {} : { maxRetries }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(when === undefined
      ? {}
      : { when: { output: planOutput(when.output), property: when.property, equals: when.equals } }),
  };
}

function planInput(value: unknown): PlannedInput {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(planOutput);
  return isResolver(value) ? (JSON.parse(canonicalJson(value)) as Resolver) : planOutput(value as PlannedOutput);
}

function planOutput({ step, port, kind }: PlannedOutput): PlannedOutput {
  return { type: 'output', step, port, kind };
}

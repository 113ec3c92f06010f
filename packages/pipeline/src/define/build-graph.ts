import { AsyncLocalStorage } from 'node:async_hooks';
import { describeValue, type Component } from '@millrace/core';
import { buildFailed, notComponent, notPipeline } from '../errors.ts';
import { isPipeline, type AddStep, type ForEach, type Pipeline } from './define-pipeline.ts';
import type { OutputReference } from './output-reference.ts';
import type { StepOptions } from './step-arguments.ts';
import { watchParameters, type WatchedNames } from './watch-parameters.ts';

/** One step as it was added: the live component, and what it was given, not yet checked. */
export interface GraphStep {
  readonly id: string;
  readonly component: Component;
  /** By port name; whatever the caller passed. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Everything else that the caller passed; may hold objects with methods. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly options: StepOptions;
}

/** The steps of a pipeline in the order in which they were added. */
export interface PipelineGraph {
  readonly pipeline: string;
  readonly steps: readonly GraphStep[];
  readonly parameters: WatchedNames;
}

/** Calls the `build` of a pipeline. Throws `PIPELINE_NOT_A_COMPONENT`, and `PIPELINE_BUILD_FAILED` for what the build throws. */
export async function buildGraph<TParameters>(
  pipeline: Pipeline<TParameters>,
  parameters: TParameters,
): Promise<PipelineGraph> {
  if (!isPipeline(pipeline)) throw notPipeline({ received: describeValue(pipeline) });
  const steps: GraphStep[] = [];
  const watched = watchParameters(parameters);
  const scope = new AsyncLocalStorage<readonly string[]>();
  // Typed for callers; here everything is unknown, because JavaScript may pass anything.
  const add = ((component: Component, args: unknown = {}, options: StepOptions = {}) => {
    if (!isComponent(component)) throw notComponent({ pipeline: pipeline.name, received: describe(component) });
    const id = [options.id ?? component.name, ...(scope.getStore() ?? [])].join('/');
    const given = Object.entries(typeof args === 'object' && args !== null ? args : {});
    steps.push({
      id,
      component,
      inputs: Object.fromEntries(given.filter(([name]) => Object.hasOwn(component.inputs, name))),
      parameters: Object.fromEntries(given.filter(([name]) => !Object.hasOwn(component.inputs, name))),
      options,
    });
    return Object.fromEntries(
      Object.entries(component.outputs).map(([port, kind]): [string, OutputReference] => [
        port,
        { type: 'output', pipeline: pipeline.name, step: id, port, kind },
      ]),
    );
  }) as unknown as AddStep;
  const forEach: ForEach = (items, keyOf, body) =>
    Array.from(items, (item, index) =>
      scope.run([...(scope.getStore() ?? []), keyOf(item, index)], () => body(item, index)),
    );
  try {
    await pipeline.build({ add, forEach, parameters: watched.parameters });
  } catch (cause) {
    throw buildFailed({ pipeline: pipeline.name, cause });
  }
  return { pipeline: pipeline.name, steps, parameters: watched.names };
}

function isComponent(value: unknown): value is Component {
  const { name, inputs, outputs, run } = (value ?? {}) as Partial<Component>;
  return (
    typeof name === 'string' && typeof inputs === 'object' && typeof outputs === 'object' && typeof run === 'function'
  );
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `an object with ${Object.keys(value).join(', ') || 'no keys'}`
    : String(value);
}

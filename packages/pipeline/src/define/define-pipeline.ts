import {
  checkArgument,
  checkOptions,
  optionForms,
  type Component,
  type Engine,
  type InputPorts,
  type OutputPorts,
} from '@millrace/core';
import type { StepArguments, StepOptions, StepOutputs } from './step-arguments.ts';

/** Adds one step. Inputs and parameters come in one object; the outputs come back by port name. */
export type AddStep = <const TInputs extends InputPorts, const TOutputs extends OutputPorts, TParameters>(
  component: Component<TInputs, TOutputs, TParameters>,
  args: NoInfer<StepArguments<TInputs, TParameters>>,
  options?: StepOptions,
) => StepOutputs<TOutputs>;

/**
 * Runs `body` for every item, in order, and returns what the bodies return. Steps that it adds get `/` and the item's key
 * behind their names. The steps of an item keep their cache when other items come or go.
 */
export type ForEach = <TItem, TResult>(
  items: Iterable<TItem>,
  keyOf: (item: TItem, index: number) => string,
  body: (item: TItem, index: number) => TResult,
) => TResult[];

export interface PipelineBuilder<TParameters> {
  readonly add: AddStep;
  readonly forEach: ForEach;
  /** What the run was asked. A run with a parameter that `build` does not look at is refused. */
  readonly parameters: TParameters;
}

export interface PipelineOptions {
  /** Opens the engine that steps get from `context.engine()`: once per process, closed when the run ends. */
  readonly engine?: (() => Promise<Engine>) | undefined;
}

/** A pipeline, defined. `build` is called when a plan is made or a run begins, never before. */
export interface Pipeline<TParameters = unknown> {
  readonly specVersion: 1;
  readonly type: 'pipeline';
  readonly name: string;
  build(builder: PipelineBuilder<TParameters>): unknown;
  readonly options: PipelineOptions;
}

/**
 * Defines a pipeline. `build` wires components with plain JavaScript and may be asynchronous; given the same parameters
 * it must add the same steps. Nothing runs and nothing is checked until `planOf`, `lintPipeline` or `runPipeline`.
 */
export function definePipeline<TParameters = Readonly<Record<string, never>>>(
  name: string,
  build: (builder: PipelineBuilder<TParameters>) => unknown,
  options: PipelineOptions = {},
): Pipeline<TParameters> {
  const caller = 'definePipeline';
  checkArgument(name, optionForms.text, { caller, argument: 'name' });
  checkArgument(build, optionForms.callback, { caller, argument: 'build' });
  checkOptions<PipelineOptions>(options, caller, { engine: optionForms.callback });
  return { specVersion: 1, type: 'pipeline', name, build, options };
}

/** True for what `definePipeline` returned, in any copy of this package. */
export function isPipeline(value: unknown): value is Pipeline {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Partial<Pipeline>).type === 'pipeline' &&
    typeof (value as Partial<Pipeline>).build === 'function'
  );
}

import type { ArtifactKind, InputPorts, JsonPrimitive, OutputPorts, PortKind } from '@millrace/core';
import type { OutputReference } from './output-reference.ts';
import type { Resolver } from './resolver.ts';

type Input<TKind extends ArtifactKind> = OutputReference<TKind> | Resolver<TKind>;

/** What a port accepts in `add`. */
export type InputArgument<TPort> = TPort extends `${string}?`
  ? Input<PortKind<TPort>> | undefined
  : TPort extends `${string}[]`
    ? readonly OutputReference<PortKind<TPort>>[] | Resolver<PortKind<TPort>>
    : Input<PortKind<TPort>>;

type OptionalPort<TInputs extends InputPorts> = {
  [TName in keyof TInputs]: TInputs[TName] extends `${string}?` ? TName : never;
}[keyof TInputs];

type InputArguments<TInputs extends InputPorts> = {
  readonly [TName in Exclude<keyof TInputs, OptionalPort<TInputs>>]: InputArgument<TInputs[TName]>;
} & {
  readonly [TName in OptionalPort<TInputs>]?: InputArgument<TInputs[TName]>;
};

/** One object type instead of an intersection, so that unknown names do not compile. */
type Flat<TObject> = keyof TObject extends never
  ? Readonly<Record<string, never>>
  : { readonly [TName in keyof TObject]: TObject[TName] };

/** Inputs and parameters of a step in one flat object. Distributes over unions of parameters. */
export type StepArguments<TInputs extends InputPorts, TParameters> = TParameters extends unknown
  ? Flat<InputArguments<TInputs> & TParameters>
  : never;

/** What `add` returns: the outputs of the step by port name. */
export type StepOutputs<TOutputs extends OutputPorts> = {
  readonly [TName in keyof TOutputs]: OutputReference<TOutputs[TName]>;
};

/** The step runs only when the artifact has this property; otherwise it is skipped, and so is what depends on it. */
export interface StepCondition {
  readonly output: OutputReference;
  readonly property: string;
  readonly equals: JsonPrimitive;
}

export interface StepOptions {
  /** Name of the step. @defaultValue the name of the component */
  readonly id?: string | undefined;
  /** Further attempts after any error. Without it, errors that are `retryable` get 3. */
  readonly maxRetries?: number | undefined;
  /** Time for one attempt, in milliseconds. @defaultValue no limit */
  readonly timeoutMs?: number | undefined;
  readonly when?: StepCondition | undefined;
}

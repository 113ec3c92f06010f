import type { Artifact, ArtifactKind, ArtifactProperties, PayloadOf } from '../artifact/artifact.ts';
import type { Engine } from '../engine.ts';
import type { Clock, Logger } from '../events.ts';
import { invalidComponent, invalidParameters } from '../errors.ts';
import { checkOptions } from '../check-options.ts';
import { optionForms, requiredOption } from '../option-forms.ts';
import { findSchemaProblems } from '../kinds/parse-payload.ts';

/** `'model'` one artifact, `'model?'` one or none, `'examples[]'` a list in a given order. */
export type PortSpec = ArtifactKind | `${ArtifactKind}?` | `${ArtifactKind}[]`;
export type InputPorts = Readonly<Record<string, PortSpec>>;
export type OutputPorts = Readonly<Record<string, ArtifactKind>>;

/** The kind behind a port. */
export type PortKind<TPort> = TPort extends `${infer TKind}?`
  ? TKind & ArtifactKind
  : TPort extends `${infer TKind}[]`
    ? TKind & ArtifactKind
    : TPort & ArtifactKind;

export type ResolvedInput<TPort> = TPort extends `${string}?`
  ? Artifact<PortKind<TPort>> | undefined
  : TPort extends `${string}[]`
    ? readonly Artifact<PortKind<TPort>>[]
    : Artifact<PortKind<TPort>>;

export type ResolvedInputs<TInputs extends InputPorts> = {
  readonly [TName in keyof TInputs]: ResolvedInput<TInputs[TName]>;
};
export type ResolvedOutputs<TOutputs extends OutputPorts> = {
  readonly [TName in keyof TOutputs]: Artifact<TOutputs[TName]>;
};

/** A JSON Schema that carries the type of what it admits. */
export interface ParametersSchema<TParameters> {
  readonly schema: object;
  /** Never set; carries the type. */
  readonly admits?: TParameters;
}

/** Names the type of what a JSON Schema admits. The two are written beside one another and reviewed together. */
export function parametersSchema<TParameters>(schema: object): ParametersSchema<TParameters> {
  return { schema };
}

/** Writes one artifact: `write` fills a fresh directory, its result joins the properties; then it is published as a whole. */
export type Publish = <TKind extends ArtifactKind>(
  kind: TKind,
  write: (directory: string) => Promise<ArtifactProperties | void>,
) => Promise<Artifact<TKind>>;

/** Publishes an artifact that is one JSON document. */
export type PublishPayload = <TKind extends ArtifactKind>(
  kind: TKind,
  payload: PayloadOf<TKind>,
  properties?: ArtifactProperties,
) => Promise<Artifact<TKind>>;

/** What a step finds around it. Everything that is not an input or a parameter comes in here. */
export interface RunContext {
  readonly publish: Publish;
  readonly publishPayload: PublishPayload;
  /** The run's engine, opened at the first call and shared. Throws `PIPELINE_NO_ENGINE` when the run has none. */
  readonly engine: () => Promise<Engine>;
  /** An empty directory of this attempt, removed afterwards. */
  readonly scratchDirectory: string;
  readonly signal: AbortSignal;
  readonly seed: number;
  /** Worker threads that the step may use. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onProgress: (message: string, fraction?: number) => void;
}

export interface RunArguments<TInputs extends InputPorts, TParameters> extends RunContext {
  readonly inputs: ResolvedInputs<TInputs>;
  readonly parameters: TParameters;
}

export interface ComponentDeclaration<TInputs extends InputPorts, TOutputs extends OutputPorts, TParameters> {
  /** PascalCase noun, TFX's word where it has one. */
  readonly name: string;
  /** Raise it when the meaning of an output changes. Part of the cache key. */
  readonly version: string;
  /** `import.meta.url` of the declaring module: its code and what it imports join the cache key. */
  readonly moduleUrl?: string | undefined;
  readonly inputs: TInputs;
  readonly outputs: TOutputs;
  readonly parameters?: ParametersSchema<TParameters> | undefined;
  /** Digests of what the step reads beside its inputs (source files), by name. Part of the cache key. */
  fingerprint?(parameters: TParameters): Promise<Readonly<Record<string, string>>>;
  run(args: RunArguments<TInputs, TParameters>): Promise<ResolvedOutputs<TOutputs>>;
}

/** One kind of step, declared. It does nothing until a runner calls `run`. */
export interface Component<
  TInputs extends InputPorts = InputPorts,
  TOutputs extends OutputPorts = OutputPorts,
  TParameters = unknown,
> extends ComponentDeclaration<TInputs, TOutputs, TParameters> {
  readonly specVersion: 1;
}

type Loose<TDeclaration> = TDeclaration & { readonly specVersion?: 1 | undefined };

const { text, object, callback } = optionForms;
const declared = {
  name: requiredOption(text),
  version: requiredOption({
    expected: 'a text that is raised when the meaning of an output changes',
    admits: (value) => typeof value === 'string',
  }),
  moduleUrl: text,
  inputs: requiredOption(object),
  outputs: requiredOption(object),
  parameters: object,
  fingerprint: callback,
  run: requiredOption(callback),
  specVersion: { expected: '1', admits: (value: unknown) => value === 1 },
} as const;

/** Declares a component; ports and parameters are inferred from the declaration. Throws `CORE_INVALID_COMPONENT`. */
export function defineComponent<
  const TInputs extends InputPorts,
  const TOutputs extends OutputPorts,
  TParameters = Readonly<Record<never, never>>,
>(declaration: ComponentDeclaration<TInputs, TOutputs, TParameters>): Component<TInputs, TOutputs, TParameters> {
  checkOptions<Loose<typeof declaration>>(declaration, 'defineComponent', declared);
  const { name, version, inputs, parameters } = declaration;
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) throw invalidComponent({ name, reason: 'its name is not a PascalCase noun' });
  if (version === '') throw invalidComponent({ name, reason: 'its version is empty' });
  const properties = (parameters?.schema as { properties?: object } | undefined)?.properties ?? {};
  for (const port of Object.keys(inputs)) {
    if (Object.hasOwn(properties, port))
      throw invalidComponent({ name, reason: `"${port}" is both an input and a parameter` });
  }
  return { ...declaration, specVersion: 1 };
}

/** Checks parameters (as plain JSON) against the component's schema. Throws `CORE_INVALID_PARAMETERS`. */
export function checkParameters(
  component: { readonly name: string; readonly parameters?: ParametersSchema<unknown> | undefined },
  parameters: unknown,
): void {
  const schema = component.parameters?.schema ?? { type: 'object', additionalProperties: false };
  const problems = findSchemaProblems(schema, parameters);
  if (problems.length > 0) throw invalidParameters({ component: component.name, problems });
}

/** `{ kind, isOptional, isList }` of a port. */
export function parsePort(port: PortSpec): {
  readonly kind: ArtifactKind;
  readonly isOptional: boolean;
  readonly isList: boolean;
} {
  const isOptional = port.endsWith('?');
  const isList = port.endsWith('[]');
  const kind = (isOptional ? port.slice(0, -1) : isList ? port.slice(0, -2) : port) as ArtifactKind;
  return { kind, isOptional, isList };
}

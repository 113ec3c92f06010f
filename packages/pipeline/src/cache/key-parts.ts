import { canonicalJson, type Artifact, type Component, type JsonObject } from '@millrace/core';
import { sha256 } from '@millrace/core/artifacts';

/** The artifacts of a step by port: `undefined` for an optional port without one, an array for a list. */
export type StepInputs = Readonly<Record<string, Artifact | readonly Artifact[] | undefined>>;

/** Everything that the result of a step depends on. */
export interface KeyParts {
  readonly component: string;
  readonly version: string;
  /** Digest of the code. */
  readonly code: string;
  readonly parameters: JsonObject;
  readonly fingerprint: Readonly<Record<string, string>>;
  /** Content digests by port, in order. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  readonly seed: number;
}

/** Digests of the artifacts at every port of a component. */
export function digestInputs(component: Pick<Component, 'inputs'>, inputs: StepInputs): KeyParts['inputs'] {
  return Object.fromEntries(
    Object.keys(component.inputs).map((port) => [port, listInputs(inputs, port).map(({ digest }) => digest)]),
  );
}

/** The artifacts at one port, or at all of them, as a list. */
export function listInputs(inputs: StepInputs, port?: string): readonly Artifact[] {
  const values = port === undefined ? Object.values(inputs) : [inputs[port]];
  return values.flat().filter((artifact) => artifact !== undefined);
}

/** The cache key: one digest over all parts. */
export function computeCacheKey(parts: KeyParts): string {
  return `sha256:${sha256(canonicalJson(parts))}`;
}

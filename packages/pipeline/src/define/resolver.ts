import { checkArgument, checkOptions, optionForms, type ArtifactKind, type ArtifactProperties } from '@millrace/core';
import { isObjectOfType } from './output-reference.ts';

export interface LatestArtifact<TKind extends ArtifactKind = ArtifactKind> {
  readonly type: 'latest-artifact';
  readonly kind: TKind;
  readonly step?: string | undefined;
  readonly properties?: ArtifactProperties | undefined;
}

export interface LatestBlessedModel {
  readonly type: 'latest-blessed-model';
  readonly kind: 'model';
}

/** An input that is chosen when its step is ready, among what earlier runs gave. Plain data. */
export type Resolver<TKind extends ArtifactKind = ArtifactKind> =
  LatestArtifact<TKind> | Extract<LatestBlessedModel, { readonly kind: TKind }>;

export interface LatestArtifactOptions {
  /** Only what this step gave. */
  readonly step?: string | undefined;
  /** Only artifacts with these properties. */
  readonly properties?: ArtifactProperties | undefined;
}

/**
 * The model of this pipeline that was blessed last, by an earlier run; never the model that the same step takes at
 * another port. An optional port gets `undefined` when there is none.
 */
export function latestBlessedModel(): LatestBlessedModel {
  return { type: 'latest-blessed-model', kind: 'model' };
}

/**
 * The newest artifact of a kind that an earlier run of this pipeline gave; never one that the same step takes at another
 * port. An optional port gets `undefined` when there is none.
 */
export function latestArtifact<const TKind extends ArtifactKind>(
  kind: TKind,
  options: LatestArtifactOptions = {},
): LatestArtifact<TKind> {
  checkArgument(kind, optionForms.text, { caller: 'latestArtifact', argument: 'kind' });
  checkOptions<LatestArtifactOptions>(options, 'latestArtifact', {
    step: optionForms.text,
    properties: optionForms.object,
  });
  const { step, properties } = options;
  return {
    type: 'latest-artifact',
    kind,
    ...(step === undefined ? {} : { step }),
    ...(properties === undefined ? {} : { properties }),
  };
}

export function isResolver(value: unknown): value is Resolver {
  return isObjectOfType(value, 'latest-artifact') || isObjectOfType(value, 'latest-blessed-model');
}

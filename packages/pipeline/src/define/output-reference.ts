import type { ArtifactKind } from '@millrace/core';

/** What a step will give at one port, before it ran. Plain data: it is handed to `add` of later steps. */
export interface OutputReference<TKind extends ArtifactKind = ArtifactKind> {
  readonly type: 'output';
  readonly pipeline: string;
  readonly step: string;
  readonly port: string;
  readonly kind: TKind;
}

export function isOutputReference(value: unknown): value is OutputReference {
  return isObjectOfType(value, 'output') && typeof (value as Partial<OutputReference>).step === 'string';
}

export function isObjectOfType(value: unknown, type: string): value is { readonly type: string } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type;
}

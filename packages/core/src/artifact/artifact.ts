import type { JsonPrimitive } from '../json.ts';
import type { ArtifactKinds } from '../kinds/artifact-kinds.ts';

export type ArtifactKind = keyof ArtifactKinds & string;
export type PayloadOf<TKind extends ArtifactKind> = ArtifactKinds[TKind];

/** Small facts about an artifact that resolvers and lineage ask for: span, version, blessed. */
export type ArtifactProperties = Readonly<Record<string, JsonPrimitive>>;

/** A published, immutable directory. `digest` says what is in it; two artifacts of one digest are the same. */
export interface Artifact<TKind extends ArtifactKind = ArtifactKind> {
  readonly kind: TKind;
  /** Absolute path of the directory. */
  readonly path: string;
  /** `sha256:` and 64 hexadecimal digits over kind, properties and all files. */
  readonly digest: string;
  readonly properties: ArtifactProperties;
}

/** An artifact of any one kind: testing its `kind` tells which. */
export type AnyArtifact = { readonly [TKind in ArtifactKind]: Artifact<TKind> }[ArtifactKind];

export interface ArtifactFile {
  /** Path inside the directory, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The `artifact.json` at the root of every artifact directory. */
export interface ArtifactManifest {
  readonly specVersion: 1;
  readonly kind: ArtifactKind;
  readonly digest: string;
  readonly properties: ArtifactProperties;
  readonly files: readonly ArtifactFile[];
}

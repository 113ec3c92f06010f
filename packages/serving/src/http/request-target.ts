/** What the path behind `/v1/models/` asks for. */
export interface RequestTarget {
  readonly model: string;
  readonly version: number | undefined;
  readonly label: string | undefined;
  /** `predict` and the like, behind a colon; undefined for the status and the metadata. */
  readonly verb: string | undefined;
  readonly isMetadata: boolean;
}

const pattern = /^([^/:]+)(?:\/versions\/(\d{1,15})|\/labels\/([A-Za-z0-9_]+))?(?::([A-Za-z]+)|(\/metadata))?$/;

/** Reads `{name}[/versions/{number}|/labels/{label}][:verb|/metadata]`; undefined when it is something else. */
export function parseRequestTarget(path: string): RequestTarget | undefined {
  const match = pattern.exec(path);
  if (match === null) return undefined;
  const [, model, version, label, verb, metadata] = match;
  return {
    model: model!,
    version: version === undefined ? undefined : Number(version),
    label,
    verb,
    isMetadata: metadata !== undefined,
  };
}

import { cureOfFailure, MillraceError } from '@millrace/core';

export function newerSchema({
  path,
  found,
  known,
}: {
  path: string;
  found: number;
  known: number;
}): MillraceError<'METADATA_NEWER_SCHEMA'> {
  return new MillraceError({
    code: 'METADATA_NEWER_SCHEMA',
    message: `The metadata in ${path} has schema version ${found}; this version of @millrace/metadata knows ${known}.`,
    cure: 'Update @millrace/metadata, or point to another database file.',
    details: { path, found, known },
  });
}

export function notMetadata({ path, cause }: { path: string; cause: unknown }): MillraceError<'METADATA_NOT_A_STORE'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'METADATA_NOT_A_STORE',
    message: `The metadata store ${path} cannot be opened: ${reason}.`,
    cure: isInTheWay(cause)
      ? 'A file stands where the folder of the store belongs: rename or remove it, or name another folder.'
      : (cureOfFailure(cause) ??
        'Check that the folder exists and is writable, and that the file is a SQLite database of Millrace; or pass another path.'),
    details: { path, reason },
    cause,
  });
}

const isInTheWay = (cause: unknown): boolean =>
  ['EEXIST', 'ENOTDIR'].includes(String((cause as { readonly code?: unknown } | undefined)?.code));

export function storeFailed({ path, cause }: { path: string; cause: unknown }): MillraceError<'METADATA_STORE_FAILED'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'METADATA_STORE_FAILED',
    message: `The metadata store ${path} cannot be read or written: ${reason}.`,
    cure: `${cureOfFailure(cause) ?? 'Check the disk and the file (`PRAGMA integrity_check`), then try again.'} What was published before is kept.`,
    details: { path, reason },
    retryable: true,
    cause,
  });
}

export function storeBusy({
  path,
  timeoutMs,
  cause,
}: {
  path: string;
  timeoutMs: number;
  cause: unknown;
}): MillraceError<'METADATA_BUSY'> {
  return new MillraceError({
    code: 'METADATA_BUSY',
    message: `The metadata store ${path} was locked by other processes for ${timeoutMs} ms.`,
    cure: 'Look for a process that holds a transaction open (a database browser, a backup), end it, and try again.',
    details: { path, timeoutMs },
    retryable: true,
    cause,
  });
}

export function unknownRecord({
  kind,
  id,
}: {
  kind: 'artifact' | 'execution' | 'run';
  id: string;
}): MillraceError<'METADATA_UNKNOWN_RECORD'> {
  return new MillraceError({
    code: 'METADATA_UNKNOWN_RECORD',
    message: `The metadata store holds no ${kind} "${id}".`,
    cure:
      kind === 'run'
        ? 'Put the run with `putRun` first.'
        : `Look the ${kind} up with \`list${kind === 'artifact' ? 'Artifacts' : 'Executions'}\`.`,
    details: { kind, id },
  });
}

export function storeClosed({ path }: { path: string }): MillraceError<'METADATA_CLOSED'> {
  return new MillraceError({
    code: 'METADATA_CLOSED',
    message: `The metadata store ${path} was closed.`,
    cure: 'Open it again with `createSqliteMetadataStore`, or dispose it only after the last call.',
    details: { path },
  });
}

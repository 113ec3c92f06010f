import { cureOfFailure, describeKnownNames, MillraceError } from '@millrace/core';

export function unknownModel({
  name,
  known,
}: {
  name: string;
  known: readonly string[];
}): MillraceError<'SERVING_UNKNOWN_MODEL'> {
  return new MillraceError({
    code: 'SERVING_UNKNOWN_MODEL',
    message: `There is no model "${name}" here.`,
    cure: describeKnownNames(name, known),
    details: { name, known },
  });
}

export function unknownVersion({
  model,
  version,
  known,
}: {
  model: string;
  version: number;
  known: readonly number[];
}): MillraceError<'SERVING_UNKNOWN_VERSION'> {
  return new MillraceError({
    code: 'SERVING_UNKNOWN_VERSION',
    message: `Version ${version} of the model "${model}" is not loaded.`,
    cure:
      known.length === 0
        ? 'No version is loaded yet.'
        : `Loaded: ${known.join(', ')}. Name more in \`versions\` of the model.`,
    details: { model, version, known },
  });
}

export function unknownLabel({
  model,
  label,
  known,
}: {
  model: string;
  label: string;
  known: readonly string[];
}): MillraceError<'SERVING_UNKNOWN_LABEL'> {
  return new MillraceError({
    code: 'SERVING_UNKNOWN_LABEL',
    message: `The model "${model}" has no version label "${label}".`,
    cure: known.length === 0 ? 'Name labels in `labels` of the model.' : describeKnownNames(label, known),
    details: { model, label, known },
  });
}

export function modelNotReady({
  model,
  place,
}: {
  model: string;
  place: string;
}): MillraceError<'SERVING_MODEL_NOT_READY'> {
  return new MillraceError({
    code: 'SERVING_MODEL_NOT_READY',
    message: `The model "${model}" has no version yet.`,
    cure: `Push one into ${place}; it is loaded at the next look.`,
    details: { model },
    retryable: true,
  });
}

export function unknownRoute({
  method,
  path,
}: {
  method: string;
  path: string;
}): MillraceError<'SERVING_UNKNOWN_ROUTE'> {
  return new MillraceError({
    code: 'SERVING_UNKNOWN_ROUTE',
    message: `There is nothing at ${method} ${path}.`,
    cure: 'Ask GET /v1/models/{name}, GET /v1/models/{name}/metadata or POST /v1/models/{name}:predict.',
    details: { method, path },
  });
}

export function wrongMethod({
  method,
  path,
  allowed,
}: {
  method: string;
  path: string;
  allowed: string;
}): MillraceError<'SERVING_WRONG_METHOD'> {
  return new MillraceError({
    code: 'SERVING_WRONG_METHOD',
    message: `${path} does not answer ${method}.`,
    cure: `Send ${allowed}.`,
    details: { method, path, allowed },
  });
}

export function unsupportedVerb({ verb }: { verb: string }): MillraceError<'SERVING_UNSUPPORTED_VERB'> {
  return new MillraceError({
    code: 'SERVING_UNSUPPORTED_VERB',
    message: `":${verb}" is not offered.`,
    cure: 'Use ":predict": it answers the probability, the probabilities of the classes, or the value.',
    details: { verb },
  });
}

export function invalidRequest({
  reason,
  cure,
}: {
  reason: string;
  cure: string;
}): MillraceError<'SERVING_INVALID_REQUEST'> {
  return new MillraceError({
    code: 'SERVING_INVALID_REQUEST',
    message: `The request cannot be read: ${reason}.`,
    cure: `Correct the request and send it again. ${cure}`,
    details: { reason },
  });
}

export function headersTooLarge(): MillraceError<'SERVING_HEADERS_TOO_LARGE'> {
  return new MillraceError({
    code: 'SERVING_HEADERS_TOO_LARGE',
    message: 'The headers of the request are larger than 16 KiB.',
    cure: 'Send fewer or shorter headers: often it is a cookie that has grown. Rows belong into the body.',
  });
}

export function requestTooSlow(): MillraceError<'SERVING_REQUEST_TOO_SLOW'> {
  return new MillraceError({
    code: 'SERVING_REQUEST_TOO_SLOW',
    message: 'The request was not complete in time.',
    cure: 'Send it again as a whole. A `content-length` that is larger than the body looks like a request that never ends.',
    retryable: true,
  });
}

export function bodyTooLarge({ limitBytes }: { limitBytes: number }): MillraceError<'SERVING_BODY_TOO_LARGE'> {
  return new MillraceError({
    code: 'SERVING_BODY_TOO_LARGE',
    message: `The body is larger than ${limitBytes} bytes.`,
    cure: 'Send fewer rows a request, or start the server with a larger `maxBodyBytes`.',
    details: { limitBytes },
  });
}

export function tooManyRows({ rows, limit }: { rows: number; limit: number }): MillraceError<'SERVING_TOO_MANY_ROWS'> {
  return new MillraceError({
    code: 'SERVING_TOO_MANY_ROWS',
    message: `The request has ${rows} rows; at most ${limit} are answered at once.`,
    cure: 'Send several requests, use BulkInferrer for whole data sets, or start the server with a larger `maxRows`.',
    details: { rows, limit },
  });
}

export function clientGone(): MillraceError<'SERVING_CLIENT_GONE'> {
  return new MillraceError({
    code: 'SERVING_CLIENT_GONE',
    message: 'The client closed the connection before its answer was ready.',
    cure: 'Wait longer for large requests, or send fewer rows a request.',
  });
}

export function internalError(): MillraceError<'SERVING_INTERNAL'> {
  return new MillraceError({
    code: 'SERVING_INTERNAL',
    message: 'The prediction failed inside the server.',
    cure: 'See the log of the server under the request id of this answer.',
  });
}

export function portInUse({ host, port }: { host: string; port: number }): MillraceError<'SERVING_PORT_IN_USE'> {
  return new MillraceError({
    code: 'SERVING_PORT_IN_USE',
    message: `Port ${port} of ${host} is in use.`,
    cure: 'Stop the program that listens there, or pass another `port`; 0 takes any that is free.',
    details: { host, port },
    retryable: true,
  });
}

export function cannotListen({
  host,
  port,
  cause,
}: {
  host: string;
  port: number;
  cause: unknown;
}): MillraceError<'SERVING_CANNOT_LISTEN'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'SERVING_CANNOT_LISTEN',
    message: `Cannot listen on ${host}:${port}: ${reason}.`,
    cure: 'Pass a `host` of this machine ("127.0.0.1", "0.0.0.0") and a `port` from 1024 to 65535, or 0.',
    details: { host, port, reason },
    cause,
  });
}

export function invalidOption({
  option,
  value,
  expected,
}: {
  option: string;
  value: unknown;
  expected: string;
}): MillraceError<'SERVING_INVALID_OPTION'> {
  return new MillraceError({
    code: 'SERVING_INVALID_OPTION',
    message: `The option \`${option}\` is ${JSON.stringify(value) ?? String(value)}.`,
    cure: `Give ${expected}.`,
    details: { option, value },
  });
}

export function modelPathMissing({
  model,
  place,
}: {
  model: string;
  place: string;
}): MillraceError<'SERVING_MODEL_PATH_MISSING'> {
  return new MillraceError({
    code: 'SERVING_MODEL_PATH_MISSING',
    message: `The directory ${place} of the model "${model}" does not exist.`,
    cure: 'Pass the directory that the Pusher writes versions into, or one model directory.',
    details: { model, place },
  });
}

export function requestLogUnwritable({
  directory,
  cause,
}: {
  directory: string;
  cause: unknown;
}): MillraceError<'SERVING_REQUEST_LOG_UNWRITABLE'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'SERVING_REQUEST_LOG_UNWRITABLE',
    message: `The request log ${directory} cannot be written: ${reason}.`,
    cure: cureOfFailure(cause) ?? 'Check that the directory is writable and that the disk has room.',
    details: { directory, reason },
    retryable: true,
    cause,
  });
}

export function cannotPush({
  destination,
  cause,
}: {
  destination: string;
  cause: unknown;
}): MillraceError<'SERVING_CANNOT_PUSH'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'SERVING_CANNOT_PUSH',
    message: `The model cannot be pushed into ${destination}: ${reason}.`,
    cure: `${cureOfFailure(cause) ?? 'Check that the directory is writable and that the disk has room.'} Nothing was pushed.`,
    details: { destination, reason },
    retryable: true,
    cause,
  });
}

export function columnTaken({ column }: { column: string }): MillraceError<'SERVING_COLUMN_TAKEN'> {
  return new MillraceError({
    code: 'SERVING_COLUMN_TAKEN',
    message: `The kept column "${column}" has the name of a column of predictions.`,
    cure: 'Leave it out of `keyColumns`, or rename it where the examples are made.',
    details: { column },
  });
}

export function rowsLost({
  split,
  expected,
  actual,
}: {
  split: string;
  expected: number;
  actual: number;
}): MillraceError<'SERVING_ROWS_LOST'> {
  return new MillraceError({
    code: 'SERVING_ROWS_LOST',
    message: `Split "${split}" has ${expected} rows, but ${actual} were predicted.`,
    cure: 'Run the step that wrote the examples again: their files do not hold what their document says.',
    details: { split, expected, actual },
  });
}

export function unknownSplit({
  split,
  known,
}: {
  split: string;
  known: readonly string[];
}): MillraceError<'SERVING_UNKNOWN_SPLIT'> {
  return new MillraceError({
    code: 'SERVING_UNKNOWN_SPLIT',
    message: `The examples have no split "${split}".`,
    cure: describeKnownNames(split, known),
    details: { split, known },
  });
}

export function cannotListVersions({
  directory,
  cause,
}: {
  directory: string;
  cause: unknown;
}): MillraceError<'SERVING_CANNOT_LIST_VERSIONS'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'SERVING_CANNOT_LIST_VERSIONS',
    message: `The directory ${directory} cannot be searched for versions: ${reason}.`,
    cure: 'Pass the directory that the Pusher writes versions into, and check that this user may read it.',
    details: { directory, reason },
    retryable: true,
    cause,
  });
}

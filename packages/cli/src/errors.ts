import { cureOfFailure, MillraceError, describeKnownNames } from '@millrace/core';

export function nodeTooOld({ version }: { version: string }): MillraceError<'CLI_NODE_TOO_OLD'> {
  return new MillraceError({
    code: 'CLI_NODE_TOO_OLD',
    message: `This is Node ${version}; Millrace needs 20.19 or newer.`,
    cure: 'Install a newer Node, then run the command again.',
    details: { version },
  });
}

export function fileNotFound({ file }: { file: string }): MillraceError<'CLI_FILE_NOT_FOUND'> {
  return new MillraceError({
    code: 'CLI_FILE_NOT_FOUND',
    message: `There is no file ${file}.`,
    cure: 'Check the path; it is taken from the current directory.',
    details: { file },
  });
}

export function cannotLoad({ file, cause }: { file: string; cause: unknown }): MillraceError<'CLI_CANNOT_LOAD'> {
  const reason = reasonOf(cause);
  return new MillraceError({
    code: 'CLI_CANNOT_LOAD',
    message: `${file} could not be loaded: ${reason}`,
    cure: 'Correct the file. TypeScript is read by removing its types: enums, namespaces and parameter properties do not run.',
    details: { file, reason },
    cause,
  });
}

// The remover of types throws a plain object.
function reasonOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('message' in cause)) return String(cause);
  const place = 'startLine' in cause ? `line ${String(cause.startLine)}: ` : '';
  return `${place}${String(cause.message)}`;
}

export function noPipeline({
  file,
  names,
}: {
  file: string;
  names: readonly string[];
}): MillraceError<'CLI_NO_PIPELINE'> {
  return new MillraceError({
    code: 'CLI_NO_PIPELINE',
    message: `${file} exports no pipeline; it exports ${names.length === 0 ? 'nothing' : names.join(', ')}.`,
    cure: 'Write `export default definePipeline(...)` in it.',
    details: { file, names },
  });
}

export function invalidParameter({ text }: { text: string }): MillraceError<'CLI_INVALID_PARAMETER'> {
  return new MillraceError({
    code: 'CLI_INVALID_PARAMETER',
    message: `"${text}" is not a parameter.`,
    cure: 'Write NAME=VALUE, for example `--parameter week=2001-06-18`; a value that is JSON is read as JSON.',
    details: { text },
  });
}

export function invalidOption({
  option,
  value,
  expected,
}: {
  option: string;
  value: string;
  expected: string;
}): MillraceError<'CLI_INVALID_OPTION'> {
  return new MillraceError({
    code: 'CLI_INVALID_OPTION',
    message: `"${value}" is not a value of ${option}.`,
    cure: `Give ${expected}.`,
    details: { option, value, expected },
  });
}

export function cannotWrite({ file, cause }: { file: string; cause: unknown }): MillraceError<'CLI_CANNOT_WRITE'> {
  return new MillraceError({
    code: 'CLI_CANNOT_WRITE',
    // Files are written under another name first, which is none of the reader's business.
    message: `${file} cannot be written: ${reasonOf(cause).replace(/, \w+ '.*'$/, '')}`,
    cure: cureOfFailure(cause) ?? 'Name a file in a directory that exists and that you may write to.',
    details: { file },
    cause,
  });
}

export function noRequests({ directory }: { directory: string }): MillraceError<'CLI_NO_REQUESTS'> {
  return new MillraceError({
    code: 'CLI_NO_REQUESTS',
    message: `There is no directory or file ${directory}.`,
    cure: 'Pass the directory that `millrace serve --request-log` writes to; it is taken from the current directory.',
    details: { directory },
  });
}

export function unknownRun({ id, known }: { id: string; known: readonly string[] }): MillraceError<'CLI_UNKNOWN_RUN'> {
  return new MillraceError({
    code: 'CLI_UNKNOWN_RUN',
    message: `There is no run "${id}".`,
    cure: describeKnownNames(id, known),
    details: { id, known },
  });
}

export function unknownArtifact({ reference }: { reference: string }): MillraceError<'CLI_UNKNOWN_ARTIFACT'> {
  return new MillraceError({
    code: 'CLI_UNKNOWN_ARTIFACT',
    message: `No artifact has an id or a digest that begins with "${reference}".`,
    cure: 'List them with `millrace artifacts`.',
    details: { reference },
  });
}

export function noProject({ directory }: { directory: string }): MillraceError<'CLI_NO_PROJECT'> {
  return new MillraceError({
    code: 'CLI_NO_PROJECT',
    message: `${directory} holds no metadata of a Millrace project.`,
    cure: 'Run a pipeline first (`millrace run pipeline.ts`), or name the project directory with --directory.',
    details: { directory },
  });
}

export function wrongUsage({
  problem,
  suggestion,
  command,
}: {
  problem: string;
  suggestion: string | undefined;
  command: string | undefined;
}): MillraceError<'CLI_WRONG_USAGE'> {
  const help = command === undefined ? 'millrace --help' : `millrace ${command} --help`;
  return new MillraceError({
    code: 'CLI_WRONG_USAGE',
    message: `The command line is wrong: ${problem}.`,
    cure: `${suggestion === undefined ? '' : `${suggestion} `}\`${help}\` lists what there is.`,
    details: { problem, command },
  });
}

export function noCurrentDirectory(): MillraceError<'CLI_NO_CURRENT_DIRECTORY'> {
  return new MillraceError({
    code: 'CLI_NO_CURRENT_DIRECTORY',
    message: 'The directory in which this shell stands was removed.',
    cure: 'Change into a directory that exists (`cd ~`), then run the command again.',
  });
}

import { CommanderError } from 'commander';
import { isMillraceError } from '@millrace/core';
import type { CliContext } from './cli-context.ts';
import { nodeTooOld } from './errors.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { reportError } from './terminal/report-error.ts';

/** Runs one command line and answers its exit code; nothing is thrown and the process is not ended. */
export async function runCli(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const isJson = argv.includes('--json');
  try {
    const [major = 0, minor = 0] = context.nodeVersion.split('.').map(Number);
    if (major < 20 || (major === 20 && minor < 19)) throw nodeTooOld({ version: context.nodeVersion });
    let exitCode: ExitCode = exitCodes.ok;
    const program = createProgram(context, (code) => {
      exitCode = code;
    });
    await program.parseAsync(argv, { from: 'user' });
    return context.signal.aborted ? exitCodes.interrupted : exitCode;
  } catch (error) {
    // Commander has written its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (context.signal.aborted) {
      context.writeError('Stopped.\n');
      return exitCodes.interrupted;
    }
    reportError(error, context, isJson);
    return isMillraceError(error) && usageCodes.has(error.code) ? exitCodes.usage : exitCodes.failed;
  }
}

const usageCodes: ReadonlySet<string> = new Set(['CLI_INVALID_PARAMETER', 'CLI_INVALID_OPTION']);

import { CommanderError } from 'commander';
import { isMillraceError } from '@millrace/core';
import type { CliContext } from './cli-context.ts';
import { nodeTooOld, wrongUsage } from './errors.ts';
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
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.ok;
      // Without any command the help was printed.
      if (error.code !== 'commander.help') reportError(wrongUsage(readUsage(error, argv)), context, isJson);
      return exitCodes.usage;
    }
    if (context.signal.aborted) {
      context.writeError('Stopped.\n');
      return exitCodes.interrupted;
    }
    reportError(error, context, isJson);
    return isMillraceError(error) && usageCodes.has(error.code) ? exitCodes.usage : exitCodes.failed;
  }
}

const usageCodes: ReadonlySet<string> = new Set(['CLI_INVALID_PARAMETER', 'CLI_INVALID_OPTION']);

/** Commander says `error: unknown option '--splt'` and, on a line of its own, `(Did you mean --split?)`. */
function readUsage({ message }: CommanderError, argv: readonly string[]): Parameters<typeof wrongUsage>[0] {
  const [problem = '', suggestion] = message.replace(/^error: /, '').split('\n');
  return {
    problem: problem.replace(/\.$/, ''),
    suggestion: suggestion?.replace(/^\(|\)$/g, ''),
    command: problem.startsWith('unknown command') ? undefined : argv.find((word) => !word.startsWith('-')),
  };
}

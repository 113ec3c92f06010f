export { exitCodes } from './exit-codes.ts';
export { runCli } from './run-cli.ts';

export type { CliContext } from './cli-context.ts';
export type { ExitCode } from './exit-codes.ts';

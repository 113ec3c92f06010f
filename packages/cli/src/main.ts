import type { CliContext } from './cli-context.ts';
import { noCurrentDirectory } from './errors.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { runCli } from './run-cli.ts';
import { reportError } from './terminal/report-error.ts';

/** How long a command may take to stop; whatever it does, the process is gone within two seconds. */
const longestStopMs = 1700;

const stopCodes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;
const controller = new AbortController();
let stopCode: ExitCode = exitCodes.interrupted;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks everything to stop; a second one does not wait for it.
    if (controller.signal.aborted) process.exit(stopCode);
    stopCode = stopCodes[signal];
    controller.abort();
    setTimeout(() => process.exit(stopCode), longestStopMs).unref();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

const cwd = currentDirectory();
const context: CliContext = {
  writeOut: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY && process.env['CI'] === undefined,
  width: process.stderr.columns ?? 100,
  hasColor: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  cwd: cwd ?? '',
  nodeVersion: process.versions.node,
  signal: controller.signal,
  clock: Date.now,
};
const argv = process.argv.slice(2);
if (cwd === undefined) {
  reportError(noCurrentDirectory(), context, argv.includes('--json'));
  process.exitCode = exitCodes.failed;
} else {
  const exitCode = await runCli(argv, context);
  process.exitCode = exitCode === exitCodes.interrupted ? stopCode : exitCode;
}

function currentDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

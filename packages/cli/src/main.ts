import { runCli } from './run-cli.ts';

const controller = new AbortController();
let interrupts = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks every step to stop; a second one does not wait for them.
    if (++interrupts > 1) process.exit(130);
    controller.abort();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), {
  writeOut: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY && process.env['CI'] === undefined,
  width: process.stderr.columns ?? 100,
  hasColor: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  cwd: process.cwd(),
  nodeVersion: process.versions.node,
  signal: controller.signal,
  clock: Date.now,
});

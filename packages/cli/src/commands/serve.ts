import path from 'node:path';
import { serve } from '@millrace/serving';
import type { CliContext } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { parseInteger } from '../load/parse-parameters.ts';

interface ServeCommandOptions {
  readonly host: string;
  readonly port: string;
  readonly requestLog?: string | undefined;
}

/** `millrace serve NAME=DIRECTORY ...`: serves models until it is stopped; Ctrl-C is its ordinary end. */
export async function serveCommand(
  references: readonly string[],
  { host, port, requestLog }: ServeCommandOptions,
  context: CliContext,
): Promise<ExitCode> {
  const models = Object.fromEntries(references.map((reference) => readReference(reference, context.cwd)));
  const logger = {
    info: (message: string) => context.writeError(`${message}\n`),
    warn: (message: string) => context.writeError(`warning: ${message}\n`),
  };
  await using server = await serve({
    models,
    host,
    port: parseInteger('--port', port),
    clock: context.clock,
    logger,
    ...(requestLog === undefined ? {} : { requestLog: path.resolve(context.cwd, requestLog) }),
  });
  for (const name of Object.keys(models)) context.writeOut(`${server.url}/v1/models/${name}:predict\n`);
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    context.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return exitCodes.ok;
}

function readReference(reference: string, cwd: string): readonly [name: string, directory: string] {
  const at = reference.indexOf('=');
  const directory = path.resolve(cwd, reference.slice(at + 1));
  return [at > 0 ? reference.slice(0, at) : path.basename(directory), directory];
}

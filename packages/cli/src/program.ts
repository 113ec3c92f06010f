import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { CliContext, GlobalOptions } from './cli-context.ts';
import type { ExitCode } from './exit-codes.ts';

type Action<TOptions> = (
  args: readonly string[],
  options: TOptions & GlobalOptions,
  context: CliContext,
) => Promise<ExitCode>;

const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

/** All commands, declared. What a command does is loaded when it is called, so that `--version` loads none of it. */
export function createProgram(context: CliContext, onExitCode: (code: ExitCode) => void): Command {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('millrace')
    .description(
      'Production machine learning for TypeScript: pipelines, data validation, features, models, serving, monitoring.',
    )
    .version(version, '-V, --version')
    .option('--json', 'print JSON instead of text')
    .addHelpText(
      'after',
      '\nExit codes: 0 worked; 1 failed; 2 wrong command line; 3 worked and found something (anomalies, alerts, a model that was not blessed); 130 stopped by Ctrl-C; 143 stopped by SIGTERM.',
    )
    .configureOutput({ writeOut: context.writeOut, writeErr: context.writeError, outputError: () => undefined })
    .exitOverride();

  function action<TOptions>(
    load: () => Promise<Action<TOptions>>,
  ): (this: Command, ...received: unknown[]) => Promise<void> {
    return async function (this: Command) {
      const run = await load();
      onExitCode(
        await run(
          this.processedArgs.flat().filter((arg) => arg !== undefined) as string[],
          this.optsWithGlobals(),
          context,
        ),
      );
    };
  }
  const directoryOption = [
    '-d, --directory <path>',
    'where runs, artifacts and metadata are kept',
    '.millrace',
  ] as const;
  const parameterOption = [
    '-p, --parameter <name=value>',
    'a parameter of the pipeline (repeatable)',
    collect,
  ] as const;

  program
    .command('run')
    .description('run a pipeline; steps that ran before with the same code, parameters and inputs are not repeated')
    .argument('<file>', 'the file that exports the pipeline (.ts or .js)')
    .option(...directoryOption)
    .option(...parameterOption)
    .option('--from <step>', 'start at this step; earlier ones must be cached')
    .option('--to <step>', 'stop after this step')
    .option('--force', 'run every step again')
    .option('--concurrency <n>', 'steps at once', '2')
    .option('--seed <n>', 'seed of every random choice', '0')
    .action(action(async () => (await import('./commands/run.ts')).runCommand));

  program
    .command('explain')
    .description('say of every step whether it would run, and why')
    .argument('<file>', 'the file that exports the pipeline')
    .option(...directoryOption)
    .option(...parameterOption)
    .option('--seed <n>', 'seed of every random choice', '0')
    .action(action(async () => (await import('./commands/explain.ts')).explainCommand));

  program
    .command('runs')
    .description('list runs, newest first, or show one')
    .argument('[run]', 'the id of a run')
    .option(...directoryOption)
    .option('--limit <n>', 'how many', '20')
    .action(action(async () => (await import('./commands/runs.ts')).runsCommand));

  program
    .command('lineage')
    .description('show what an artifact came from and what came of it')
    .argument('<artifact>', 'id, digest or beginning of a digest')
    .option(...directoryOption)
    .option('--hops <n>', 'how far', '20')
    .action(action(async () => (await import('./commands/lineage.ts')).lineageCommand));

  program
    .command('artifacts')
    .description('list artifacts, newest first')
    .option(...directoryOption)
    .option('--kind <kind>', 'only of this kind')
    .option('--limit <n>', 'how many', '20')
    .action(action(async () => (await import('./commands/artifacts.ts')).artifactsCommand));

  program
    .command('stats')
    .description('compute the statistics of data: Parquet, CSV, JSON lines, or an examples artifact')
    .argument('<data>', 'path, glob or artifact directory')
    .option('--split <name>', 'only this split')
    .option('-o, --output <file>', 'write statistics.json or report.html, by the ending')
    .action(action(async () => (await import('./commands/stats.ts')).statsCommand));

  program
    .command('validate')
    .description('check data against a schema; exits 3 when there are anomalies')
    .argument('<data>', 'path, glob or artifact directory')
    .option('--schema <file>', 'the schema; without it one is inferred and printed')
    .option('--previous <data>', 'data to compare with, for drift')
    .option('-o, --output <file>', 'write anomalies.json or report.html, by the ending')
    .action(action(async () => (await import('./commands/validate.ts')).validateCommand));

  program
    .command('serve')
    .description("serve models over HTTP in TensorFlow Serving's form")
    .argument('<models...>', "NAME=DIRECTORY, or a directory (its name is the model's name)")
    .option('--host <host>', 'address to bind', '127.0.0.1')
    .option('--port <port>', 'port to bind', '8501')
    .option('--request-log <directory>', 'log requests and predictions there')
    .action(action(async () => (await import('./commands/serve.ts')).serveCommand));

  program
    .command('predict')
    .description('predict on data with a model directory')
    .argument('<model>', 'model directory, or a directory of versions, of which the newest is asked')
    .argument('<data>', 'path, glob, artifact directory, or - for JSON lines on standard input')
    .option('--limit <n>', 'at most so many rows')
    .option('-o, --output <file>', 'write Parquet instead of printing')
    .action(action(async () => (await import('./commands/predict.ts')).predictCommand));

  program
    .command('monitor')
    .description('compare a request log with what the model learned from; exits 3 on an alert')
    .argument('<requests>', 'request log directory')
    .requiredOption('--reference <data>', 'training data or statistics artifact')
    .option('--labels <data>', 'data with the labels that arrived later')
    .option('--keys <columns>', 'columns that find the prediction of a label, separated by commas')
    .option('--label <rule>', 'label column, or a rule such as "delay>15"')
    .option('-o, --output <file>', 'write drift.json or report.html, by the ending')
    .action(action(async () => (await import('./commands/monitor.ts')).monitorCommand));

  program
    .command('doctor')
    .description('check this machine and project: Node, engine, metadata, back ends, disk')
    .option(...directoryOption)
    .action(action(async () => (await import('./commands/doctor.ts')).doctorCommand));

  for (const command of program.commands) command.option('--json', 'print JSON instead of text');
  return program;
}

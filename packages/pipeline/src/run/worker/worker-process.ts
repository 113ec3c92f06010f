import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MillraceError } from '@millrace/core';
import { stepCancelled, workerDied } from '../../errors.ts';
import { graceMs, type StepControl, type StepResultArtifacts } from '../step-task.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** A child process that performs steps, one at a time. */
export interface WorkerProcess {
  /** False once it has ended; then it performs nothing any more. */
  readonly isAlive: () => boolean;
  perform(message: Extract<ToWorker, { readonly type: 'run' }>, control: StepControl): Promise<StepResultArtifacts>;
  /** Asks it to end, and ends it after a grace. */
  close(): Promise<void>;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

const longestTail = 4000;

/** Starts a worker. Lines that its code prints go to the logger of the step that runs. */
export function startWorkerProcess(entry: URL): WorkerProcess {
  const child = fork(fileURLToPath(entry), [], {
    execArgv: inheritArguments(process.execArgv),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let tail = '';
  let current: StepControl | undefined;
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-longestTail);
      for (const line of text.split('\n')) if (line !== '') current?.logger.info(line);
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  // A message to a worker that has just ended is answered by its end.
  child.on('error', () => undefined);
  return {
    isAlive: () => child.exitCode === null && child.signalCode === null && child.connected,
    perform: async (message, control) => {
      current = control;
      tail = '';
      try {
        return await performTask(child, { message, control, ended, readTail: () => tail });
      } finally {
        current = undefined;
      }
    },
    close: async () => {
      if (child.connected) tell(child, { type: 'close' });
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

interface WorkerTask {
  readonly message: Extract<ToWorker, { readonly type: 'run' }>;
  readonly control: StepControl;
  readonly ended: Promise<void>;
  readonly readTail: () => string;
}

async function performTask(
  child: ChildProcess,
  { message, control, ended, readTail }: WorkerTask,
): Promise<StepResultArtifacts> {
  const { signal, logger, onProgress } = control;
  const { step } = message.task;
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    tell(child, { type: 'abort' });
    timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  let onMessage: (answer: FromWorker) => void = () => undefined;
  try {
    return await new Promise<StepResultArtifacts>((resolve, reject) => {
      onMessage = (answer) => {
        if (answer.type === 'done') resolve(answer.outputs);
        else if (answer.type === 'failed') reject(rebuildError(answer));
        else if (answer.type === 'progress') onProgress(answer.message, answer.fraction);
        else logger[answer.level](answer.message);
      };
      child.on('message', onMessage);
      void ended.then(() => {
        const { exitCode, signalCode } = child;
        reject(
          signal.aborted
            ? stepCancelled({ step })
            : workerDied({ step, exitCode, signal: signalCode, output: readTail() }),
        );
      });
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
      tell(child, message);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    child.off('message', onMessage);
  }
}

function tell(child: ChildProcess, message: ToWorker): void {
  // Errors of the channel show as the end of the process.
  child.send(message, () => undefined);
}

function rebuildError({ error, stack }: Extract<FromWorker, { readonly type: 'failed' }>): MillraceError {
  const rebuilt = MillraceError.fromJSON(error);
  if (stack !== undefined) rebuilt.stack = stack;
  return rebuilt;
}

/** Loaders and conditions pass on to workers; a debugger's port and a script on the command line do not. */
function inheritArguments(execArgv: readonly string[]): string[] {
  const withValue = new Set(['-e', '--eval', '-p', '--print']);
  return execArgv.filter(
    (argument, index) =>
      !/^--(inspect|test|watch|input-type|eval|print)/.test(argument) &&
      !withValue.has(argument) &&
      !withValue.has(execArgv[index - 1] ?? ''),
  );
}

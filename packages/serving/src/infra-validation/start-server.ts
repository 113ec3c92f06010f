import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ServerMessage } from './server-process.ts';

export interface StartServerOptions {
  readonly maxLoadingTimeMs: number;
  readonly signal: AbortSignal;
}

export interface ServerProcess extends AsyncDisposable {
  /** Where it listens, or why it does not. */
  readonly answer: ServerMessage;
}

// The same place from `src` and from `dist`: processes of their own run the built code.
const entry = new URL('../../dist/infra-validation/server-process.js', import.meta.url);

/** Starts a server of one model in a process of its own. Disposing kills it, whatever it does at the moment. */
export async function startServer(
  directory: string,
  { maxLoadingTimeMs, signal }: StartServerOptions,
): Promise<ServerProcess> {
  signal.throwIfAborted();
  const child = fork(fileURLToPath(entry), [directory], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errorText = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errorText = (errorText + text).slice(-2000);
  });
  const exited = once(child, 'exit').catch(() => undefined);
  const answered = new Promise<ServerMessage>((resolve) => {
    child.once('message', (message) => resolve(message as ServerMessage));
    child.once('error', (error) => resolve({ problem: `the server process cannot be started: ${error.message}` }));
    child.once('close', (code, killedBy) => {
      const lines = errorText.trim().split('\n');
      const lastLine = lines.find((line) => /Error\b.*:/.test(line)) ?? lines.at(-1)!;
      resolve({
        problem: `the server process ended with ${killedBy ?? `code ${code}`}${lastLine === '' ? '' : `: ${lastLine}`}`,
      });
    });
  });
  const timer = new AbortController();
  const late = waitFor(maxLoadingTimeMs, AbortSignal.any([timer.signal, signal])).then((): ServerMessage => ({
    problem: `it was not loaded within ${maxLoadingTimeMs} ms`,
  }));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) await exited;
  };
  try {
    const answer = await Promise.race([answered, late]);
    signal.throwIfAborted();
    return { answer, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    timer.abort();
  }
}

/** Resolves after the time, or at once when the signal aborts. */
async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

import { Worker } from 'node:worker_threads';
import { MillraceError, type Artifact } from '@millrace/core';
import type { AskingMessage, AskingTask } from './asking-thread.ts';

export interface AskAboutFlightsOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (message: string, fraction: number) => void;
}

// The same place from `src` and from `dist`: threads run the built code.
const entry = new URL('../dist/asking-thread.js', import.meta.url);

/** Asks a server about every flight of some examples, from another thread: client and server each have a processor. */
export async function askAboutFlights(
  examples: Artifact<'examples'>,
  url: string,
  { signal, onProgress }: AskAboutFlightsOptions,
): Promise<void> {
  signal.throwIfAborted();
  const task: AskingTask = { examples, url };
  const thread = new Worker(entry, { workerData: task });
  const stop = (): void => void thread.terminate();
  signal.addEventListener('abort', stop);
  try {
    await new Promise<void>((resolve, reject) => {
      thread.on('message', (message: AskingMessage) => {
        if (message.type === 'problem') reject(MillraceError.fromJSON(message.error));
        else onProgress(`${message.asked} flights asked`, message.asked / message.rowCount);
      });
      thread.once('error', reject);
      thread.once('exit', (code) => (code === 0 ? resolve() : reject(endedEarly({ code }))));
    });
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', stop);
    await thread.terminate();
  }
}

function endedEarly({ code }: { code: number }): MillraceError<'FLIGHTS_ASKING_ENDED'> {
  return new MillraceError({
    code: 'FLIGHTS_ASKING_ENDED',
    message: `The thread that asks about flights ended with code ${code} before it had asked about all of them.`,
    cure: 'Look for a lack of memory, and run again: what is complete is taken from the cache.',
    details: { code },
    retryable: true,
  });
}

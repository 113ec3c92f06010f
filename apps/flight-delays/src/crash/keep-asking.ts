import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode, type FeatureRow } from '@millrace/core';
import { askServer } from '../ask-server.ts';
import type { CrashPlaces } from './crash-places.ts';
import type { ServeMessage } from './serve-process.ts';
import { startProcess, type StartedProcess } from './start-process.ts';

interface AskingReport {
  /** What the served model said last. */
  readonly predictions: readonly number[] | undefined;
  readonly answers: number;
  readonly kills: number;
  readonly problems: readonly string[];
}

export interface Asking {
  /** `kill -9` of the server as it is now; another one starts at once. False when there is none at the moment. */
  kill(): boolean;
  /** Asks a last time, closes the server as one should, and tells what was seen. */
  stop(): Promise<AskingReport>;
}

const pauseMs = 20;
const patienceMs = 30_000;

/**
 * Keeps a server on what is pushed, in a process of its own, and asks it all the time. Until a version is there, it may say
 * so; from then on every answer must be right, also the first one of a server that was started after a kill.
 */
export function keepAsking(
  places: CrashPlaces,
  { instances, expected }: { readonly instances: readonly FeatureRow[]; readonly expected?: readonly number[] },
): Asking {
  const problems = new Set<string>();
  let server: StartedProcess<ServeMessage> | undefined;
  let url: string | undefined;
  let predictions: readonly number[] | undefined;
  let answers = 0;
  let kills = 0;
  let isStopped = false;

  const start = async (): Promise<void> => {
    url = undefined;
    server = startProcess<ServeMessage>('serve', {
      places,
      onMessage: (message) => {
        if (message.type === 'url') url = message.url;
        else problems.add(`the server warned: ${message.message}`);
      },
    });
    while (url === undefined && server.isRunning()) await sleep(pauseMs / 4);
  };

  const ask = async (): Promise<void> => {
    if (server === undefined || !server.isRunning()) {
      if (server !== undefined && !server.isKilled()) problems.add(`the server ended by itself: ${server.errorText()}`);
      await start();
    }
    const asked = server!;
    if (url === undefined) return;
    try {
      const signal = AbortSignal.timeout(patienceMs);
      predictions = await askServer(url, instances, { requestId: `ask-${answers}`, signal });
      answers += 1;
      if (expected !== undefined && JSON.stringify(predictions) !== JSON.stringify(expected))
        problems.add(`the server said ${JSON.stringify(predictions)} instead of ${JSON.stringify(expected)}`);
    } catch (error) {
      const isEmpty = hasCode(error, 'FLIGHTS_REQUEST_REFUSED') && error.details?.['status'] === 503 && answers === 0;
      if (!asked.isKilled() && !isEmpty) problems.add(`the server did not answer: ${String(error)}`);
    }
  };

  const loop = async (): Promise<void> => {
    while (!isStopped) {
      await ask();
      await sleep(pauseMs);
    }
  };
  const looping = loop();

  return {
    kill: () => {
      if (server === undefined || !server.isRunning() || server.isKilled()) return false;
      server.kill();
      kills += 1;
      return true;
    },
    stop: async () => {
      isStopped = true;
      await looping;
      const before = answers;
      const deadline = performance.now() + patienceMs;
      while (answers === before && performance.now() < deadline) {
        await ask();
        await sleep(pauseMs);
      }
      if (answers === before) problems.add('in the end the server serves nothing');
      server?.send('stop');
      await server?.ended;
      return { predictions, answers, kills, problems: [...problems] };
    },
  };
}

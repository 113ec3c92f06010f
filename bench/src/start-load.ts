import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadRequest } from './load-process.ts';
import { processFailed } from './errors.ts';

const entry = fileURLToPath(new URL(`load-process${import.meta.url.slice(-3)}`, import.meta.url));

export interface Load {
  /** Requests answered a second. */
  ask(request: LoadRequest): Promise<number>;
  close(): Promise<void>;
}

/** Starts a client in a process of its own. */
export function startLoad(): Load {
  const child = fork(entry, { stdio: ['ignore', 2, 2, 'ipc'] });
  return {
    ask: async (request) => {
      child.send(request);
      const ended = once(child, 'exit').then(([code]) => {
        throw processFailed({ command: 'load-process', output: `code ${String(code)}` });
      });
      const [rate] = (await Promise.race([once(child, 'message'), ended])) as [number];
      return rate;
    },
    close: async () => {
      child.disconnect();
      return Promise.resolve();
    },
  };
}

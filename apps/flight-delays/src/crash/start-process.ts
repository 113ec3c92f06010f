import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CrashPlaces } from './crash-places.ts';

export interface StartedProcess<TMessage> {
  readonly processId: number;
  /** True from the moment that it was told to die. */
  readonly isKilled: () => boolean;
  readonly isRunning: () => boolean;
  /** What it said so far. */
  readonly messages: readonly TMessage[];
  /** What it wrote to standard error, at the end. */
  readonly errorText: () => string;
  readonly ended: Promise<void>;
  /** `kill -9`. */
  kill(): void;
  send(message: string): void;
}

export interface StartProcessOptions<TMessage> {
  readonly places: CrashPlaces;
  /** What it is told beside its place. @defaultValue nothing */
  readonly arguments?: readonly string[] | undefined;
  readonly onMessage?: ((message: TMessage) => void) | undefined;
}

/** Starts an entry of the crash suite from `dist`, wherever this file lies itself. */
export function startProcess<TMessage>(
  name: 'run' | 'serve' | 'watch',
  { places, arguments: given = [], onMessage }: StartProcessOptions<TMessage>,
): StartedProcess<TMessage> {
  const entry = new URL(`../../dist/crash/${name}-process.js`, import.meta.url);
  const child = fork(fileURLToPath(entry), [places.root, ...given], {
    execArgv: [],
    env: { ...process.env, TMPDIR: places.temporary },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const messages: TMessage[] = [];
  let errorText = '';
  let isKilled = false;
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errorText = (errorText + text).slice(-4000)));
  child.on('message', (message) => {
    messages.push(message as TMessage);
    onMessage?.(message as TMessage);
  });
  // A message to a process that has just ended.
  child.on('error', () => undefined);
  // What it said last may come after its end.
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(() => undefined);
  return {
    processId: child.pid!,
    isKilled: () => isKilled,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    messages,
    errorText: () => errorText,
    ended,
    kill: () => {
      isKilled = true;
      child.kill('SIGKILL');
    },
    send: (message) => void child.send(message, () => undefined),
  };
}

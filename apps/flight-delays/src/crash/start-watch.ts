import type { CrashPlaces } from './crash-places.ts';
import type { WatchReport } from './create-watch.ts';
import { startProcess } from './start-process.ts';
import type { WatchMessage } from './watch-process.ts';

export interface WatchInProcess {
  /** Lets it look a last time, at everything, and tells what it saw. */
  stop(): Promise<WatchReport>;
}

/** Starts the second process that watches. Resolves when it looks. */
export async function startWatch(places: CrashPlaces): Promise<WatchInProcess> {
  let onReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (onReady = resolve));
  const watch = startProcess<WatchMessage>('watch', { places, onMessage: onReady });
  await Promise.race([ready, watch.ended]);
  return {
    stop: async () => {
      watch.send('stop');
      await watch.ended;
      const last = watch.messages.at(-1);
      if (last?.type === 'report') return last.report;
      const problems = [`the watch ended by itself: ${watch.errorText()}`];
      return { looks: 0, artifacts: 0, versions: 0, executions: 0, problems };
    },
  };
}

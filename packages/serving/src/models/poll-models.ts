import type { ServedModel } from './served-model.ts';

/** Looks at the directories of models again and again, each time some milliseconds after the last look was done. */
export function startPolling(models: readonly ServedModel[], intervalMs: number): { stop(): void } {
  let isStopped = intervalMs === 0;
  let timer: NodeJS.Timeout | undefined;
  const lookLater = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      void Promise.all(models.map((model) => model.refresh())).then(lookLater);
    }, intervalMs).unref();
  };
  lookLater();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

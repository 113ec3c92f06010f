import type { Engine } from '@millrace/core';
import type { PipelineGraph } from '../define/build-graph.ts';
import { stepStuck } from '../errors.ts';
import { performStep } from './perform-step.ts';
import { createSharedEngine } from './shared-engine.ts';
import { graceMs, type StepExecutor } from './step-task.ts';

/** Performs steps in this process. A step that does not heed its signal is left behind after a grace. */
export function createInProcessExecutor(
  graph: PipelineGraph,
  openEngine: (() => Promise<Engine>) | undefined,
): StepExecutor {
  const steps = new Map(graph.steps.map((step) => [step.id, step]));
  const shared = createSharedEngine(openEngine);
  return {
    execute: async (task, control) => {
      const work = performStep(steps.get(task.step)!, task, { ...control, engine: shared.engine });
      return Promise.race([work, rejectWhenStuck(task.step, { signal: control.signal, work })]);
    },
    close: shared.close,
  };
}

function rejectWhenStuck(
  step: string,
  { signal, work }: { readonly signal: AbortSignal; readonly work: Promise<unknown> },
): Promise<never> {
  return new Promise((_, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      timer = setTimeout(() => reject(stepStuck({ step, graceMs })), graceMs);
    };
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(settle, settle);
  });
}

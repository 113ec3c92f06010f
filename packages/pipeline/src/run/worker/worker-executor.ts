import type { Plan } from '../../plan/plan.ts';
import type { StepExecutor } from '../step-task.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';
import type { PipelineSource } from './worker-protocol.ts';

export interface WorkerExecutorOptions {
  readonly plan: Plan;
  readonly source: PipelineSource;
  /** The module that worker processes start with. @defaultValue one that calls `serveSteps()` */
  readonly workerModule?: URL | undefined;
}

/** Performs steps in child processes, each with its own memory. They start when needed and are used again. */
export function createWorkerExecutor({ plan, source, workerModule }: WorkerExecutorOptions): StepExecutor {
  const planned = new Map(plan.steps.map((step) => [step.id, step]));
  const workers = new Set<WorkerProcess>();
  const idle: WorkerProcess[] = [];
  const entry = workerModule ?? defaultEntry();
  // A worker whose step blocks it does not hear that this process has ended.
  const killAll = (): void => workers.forEach((worker) => worker.kill());
  process.once('exit', killAll);

  const take = (): WorkerProcess => {
    for (let worker = idle.pop(); worker !== undefined; worker = idle.pop()) {
      if (worker.isAlive()) return worker;
      workers.delete(worker);
    }
    const worker = startWorkerProcess(entry);
    workers.add(worker);
    return worker;
  };

  return {
    execute: async (task, control) => {
      const worker = take();
      try {
        return await worker.perform({ type: 'run', source, planned: planned.get(task.step)!, task }, control);
      } finally {
        if (worker.isAlive()) idle.push(worker);
        else workers.delete(worker);
      }
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()));
      workers.clear();
      process.off('exit', killAll);
    },
  };
}

/** Beside this file, as source or as built. */
function defaultEntry(): URL {
  return new URL(`./worker-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
}

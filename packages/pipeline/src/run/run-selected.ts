import type { StepReason } from '../cache/step-reason.ts';
import { describeReason } from '../cache/step-reason.ts';
import { reuseStep } from './reuse-step.ts';
import { timeOf, type RunSession, type SessionStep, type StepResult } from './run-session.ts';
import { runStep } from './run-step.ts';
import { schedule } from './schedule.ts';
import { listReused } from './select-steps.ts';

/** Brings every step of a run to its end, each after those it depends on. Throws `PIPELINE_NOTHING_TO_REUSE` first of all. */
export async function runSelected(
  session: RunSession,
  { selected, concurrency }: { readonly selected: ReadonlySet<string>; readonly concurrency: number },
): Promise<void> {
  const { plan, steps, results } = session;
  for (const id of listReused(plan, selected)) results.set(id, await reuseStep(session, steps.get(id)!));
  await schedule(plan.steps, {
    concurrency,
    perform: async ({ id }) => {
      if (results.has(id)) return;
      const step = steps.get(id)!;
      const obstacle = selected.has(id) ? findObstacle(session, step) : ({ type: 'not-selected' } as const);
      results.set(id, obstacle === undefined ? await runStep(session, step) : passOver(session, step, obstacle));
    },
  });
}

/** Why a step does not run at all, or undefined when its turn has come. */
function findObstacle(session: RunSession, { planned }: SessionStep): StepReason | undefined {
  for (const step of planned.dependsOn) {
    const state = session.results.get(step)?.state;
    if (state === 'failed' || state === 'skipped' || state === 'cancelled') return { type: 'upstream', step, state };
  }
  if (session.signal.aborted) return { type: 'cancelled' };
  if (planned.when === undefined) return undefined;
  const { output, property, equals } = planned.when;
  const found = session.outputsOf(output.step)?.[output.port]?.properties[property];
  return found === equals ? undefined : { type: 'condition', step: output.step, property, wanted: equals, found };
}

function passOver(session: RunSession, { id, planned }: SessionStep, reason: StepReason): StepResult {
  const state = session.signal.aborted && reason.type !== 'not-selected' ? 'cancelled' : 'skipped';
  session.emit({ type: 'step-skipped', step: id, reason: describeReason(reason), time: timeOf(session) });
  return { id, component: planned.component, state, outputs: {}, durationMs: 0, reason };
}

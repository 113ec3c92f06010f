import { unknownStep } from '../errors.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';

export interface StepSelection {
  /** Begin at these steps: only they and what depends on them run. */
  readonly from?: string | readonly string[] | undefined;
  /** End at these steps: only they and what they depend on run. */
  readonly to?: string | readonly string[] | undefined;
}

/** The steps of a partial run; all of them when neither `from` nor `to` is given. Throws `PIPELINE_UNKNOWN_STEP`. */
export function selectSteps(plan: Plan, { from, to }: StepSelection): ReadonlySet<string> {
  const ids = plan.steps.map(({ id }) => id);
  const below = from === undefined ? ids : reach(plan, { starts: readIds(ids, { from }), isDownstream: true });
  const above = to === undefined ? ids : reach(plan, { starts: readIds(ids, { to }), isDownstream: false });
  const ends = new Set(above);
  return new Set([...below].filter((id) => ends.has(id)));
}

/** Checks step names that an option holds. */
export function readIds(
  known: readonly string[],
  option: Readonly<Record<string, string | readonly string[]>>,
): readonly string[] {
  return Object.entries(option).flatMap(([name, value]) =>
    [value].flat().map((step) => {
      if (!known.includes(step)) throw unknownStep({ option: name, step, known });
      return step;
    }),
  );
}

function reach(
  plan: Plan,
  { starts, isDownstream }: { readonly starts: readonly string[]; readonly isDownstream: boolean },
): ReadonlySet<string> {
  const next = new Map<string, string[]>(plan.steps.map(({ id }) => [id, []]));
  for (const { id, dependsOn } of plan.steps) {
    for (const upstream of dependsOn) next.get(isDownstream ? upstream : id)!.push(isDownstream ? id : upstream);
  }
  const reached = new Set(starts);
  for (const id of reached) for (const following of next.get(id)!) reached.add(following);
  return reached;
}

/** The steps that are not selected but whose artifacts a selected one takes. */
export function listReused(plan: Plan, selected: ReadonlySet<string>): ReadonlySet<string> {
  const taken = plan.steps.filter(({ id }) => selected.has(id)).flatMap((step: PlannedStep) => step.dependsOn);
  return new Set(taken.filter((id) => !selected.has(id)));
}

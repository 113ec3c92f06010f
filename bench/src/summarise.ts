import { describeBar, isMet } from './bar.ts';
import type { Baseline, BenchCase, BenchResult } from './bench-case.ts';
import { median, ratioOf, spreadOf } from './figures.ts';
import type { Measured } from './measure.ts';

/** The lines of one case: one a baseline, peers under a name of their own; one line when there is no baseline. */
export function summarise(
  name: string,
  { what, unit, bar, baselines: declared = [] }: Pick<BenchCase, 'what' | 'unit' | 'bar' | 'baselines'>,
  { ours, peakMb, baselines }: Measured,
): readonly BenchResult[] {
  const figure = median(ours.figures);
  const line = (baseline: Baseline | undefined, figures: readonly number[] | undefined): BenchResult => {
    const ratio = figures === undefined ? null : ratioOf(ours.figures, figures);
    const isFirst = baseline?.isPeer === undefined;
    const limits = { ...(isFirst ? bar : {}), ...baseline?.bar };
    const found = baseline === undefined ? undefined : baselines[baseline.name];
    const note = found === undefined ? null : 'failure' in found ? `failed: ${found.failure}` : found.note;
    return {
      name: isFirst ? name : `${name} / ${baseline.name}`,
      what,
      unit,
      ours: figure,
      against: baseline?.name ?? null,
      isPeer: !isFirst,
      baseline: figures === undefined ? null : median(figures),
      ratio,
      spread: spreadOf(ours.figures),
      peakMb,
      bar: describeBar(limits, unit),
      met: isMet(limits, { ours: figure, ratio, peakMb }),
      notes: [
        ...(ours.note === null || !isFirst ? [] : [ours.note]),
        ...(note === null ? [] : [`${baseline!.name}: ${note}`]),
      ],
    };
  };
  const ran = declared.filter((baseline) => Object.hasOwn(baselines, baseline.name));
  const lines = ran.map((baseline) => {
    const found = baselines[baseline.name]!;
    return line(baseline, 'failure' in found ? undefined : found.figures);
  });
  return ran.some(({ isPeer }) => isPeer === undefined) ? lines : [line(undefined, undefined), ...lines];
}

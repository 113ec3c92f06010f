import type { Baseline, BenchCase, BenchSide, Unit } from './bench-case.ts';

/** Figures of one side, round by round. */
interface Figures {
  readonly figures: readonly number[];
  readonly note: string | null;
}

export interface Measured {
  readonly ours: Figures;
  readonly peakMb: number;
  /** By name; one that could not be prepared has its reason instead. */
  readonly baselines: Readonly<Record<string, Figures | { readonly failure: string }>>;
}

const unitsInMs: Readonly<Record<Unit, number>> = { s: 0.001, ms: 1, µs: 1000, 'requests/s': NaN };

/**
 * Our side and the baselines in turns, so that a busy moment of the machine hits all of them, after one round that does
 * not count. Our peak memory is read before any baseline is prepared.
 */
export async function measure(benchCase: BenchCase, baselines: readonly Baseline[]): Promise<Measured> {
  const { unit, rounds = 5 } = benchCase;
  const ours = await benchCase.prepare();
  await time(ours, unit);
  const peakMb = (await ours.peakMb?.()) ?? process.resourceUsage().maxRSS / 1024;
  const ready: { name: string; rounds: number; side: BenchSide; figures: number[] }[] = [];
  const failures: Record<string, { failure: string }> = {};
  for (const baseline of baselines) {
    try {
      const side = await baseline.prepare();
      if (baseline.runsOnce === undefined) await time(side, unit);
      ready.push({ name: baseline.name, rounds: baseline.runsOnce ? 1 : rounds, side, figures: [] });
    } catch (error) {
      failures[baseline.name] = { failure: error instanceof Error ? error.message : String(error) };
    }
  }
  const figures: number[] = [];
  for (let round = 0; round < rounds; round++) {
    figures.push(await time(ours, unit));
    for (const baseline of ready) if (round < baseline.rounds) baseline.figures.push(await time(baseline.side, unit));
  }
  const close = (side: BenchSide, own: readonly number[]): Figures => ({ figures: own, note: side.note?.() ?? null });
  const measured = {
    ours: close(ours, figures),
    peakMb,
    baselines: { ...failures, ...Object.fromEntries(ready.map((one) => [one.name, close(one.side, one.figures)])) },
  };
  for (const side of [ours, ...ready.map((one) => one.side)]) await side.close?.();
  return measured;
}

async function time(side: BenchSide, unit: Unit): Promise<number> {
  const started = performance.now();
  const own = await side.run();
  return own ?? (performance.now() - started) * unitsInMs[unit];
}

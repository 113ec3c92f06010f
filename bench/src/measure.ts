import type { Baseline, BenchCase, BenchSide, Unit } from './bench-case.ts';

/** Figures of one side, round by round. */
interface Figures {
  readonly figures: readonly number[];
  readonly note: string | null;
}

export interface Measured {
  readonly ours: Figures;
  readonly peakMb: number;
  /** By name; one that failed has its reason instead. */
  readonly baselines: Readonly<Record<string, Figures | { readonly failure: string }>>;
}

interface RunningBaseline {
  readonly name: string;
  readonly rounds: number;
  readonly side: BenchSide;
  readonly figures: number[];
}

const unitsInMs: Readonly<Record<Unit, number>> = { s: 0.001, ms: 1, µs: 1000, 'requests/s': NaN, MB: NaN };

/**
 * Our side and the baselines in turns, so that a busy moment of the machine hits all of them, after one round that does
 * not count. Our peak memory is read before any baseline is prepared. A baseline that fails is left out from then on.
 */
export async function measure(benchCase: BenchCase, baselines: readonly Baseline[]): Promise<Measured> {
  const { unit, rounds = 5 } = benchCase;
  const ours = await benchCase.prepare();
  await time(ours, unit);
  const peakMb = (await ours.peakMb?.()) ?? process.resourceUsage().maxRSS / 1024;
  const running: RunningBaseline[] = [];
  const failures = new Map<string, { readonly failure: string }>();
  const orLeaveOut = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => {
      failures.set(name, { failure: error instanceof Error ? error.message : String(error) });
    });
  };
  for (const baseline of baselines) {
    const { name, runsOnce } = baseline;
    await orLeaveOut(name, async () => {
      const side = await baseline.prepare();
      if (runsOnce === undefined) await time(side, unit);
      running.push({ name, rounds: runsOnce === undefined ? rounds : 1, side, figures: [] });
    });
  }
  const figures: number[] = [];
  for (let round = 0; round < rounds; round++) {
    figures.push(await time(ours, unit));
    for (const { name, side, figures: own, rounds: ownRounds } of running) {
      if (round < ownRounds && !failures.has(name))
        await orLeaveOut(name, async () => own.push(await time(side, unit)));
    }
  }
  const withNote = (side: BenchSide, own: readonly number[]): Figures => ({
    figures: own,
    note: side.note?.() ?? null,
  });
  const measured = {
    ours: withNote(ours, figures),
    peakMb,
    baselines: Object.fromEntries([
      ...running.map(({ name, side, figures: own }) => [name, withNote(side, own)] as const),
      ...failures,
    ]),
  };
  await ours.close?.();
  for (const { name, side } of running) await orLeaveOut(name, async () => side.close?.());
  return measured;
}

async function time(side: BenchSide, unit: Unit): Promise<number> {
  const started = performance.now();
  const own = await side.run();
  return own ?? (performance.now() - started) * unitsInMs[unit];
}

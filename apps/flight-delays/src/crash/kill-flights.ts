import { createRandom } from '@millrace/core';
import type { CrashPlaces } from './crash-places.ts';
import { createKiller } from './create-killer.ts';
import type { ExpectedRun } from './expected-run.ts';
import type { KillTarget } from './kill-targets.ts';
import { playRound } from './play-round.ts';

export interface KillFlightsOptions {
  readonly places: CrashPlaces;
  readonly rows: number;
  readonly expected: ExpectedRun;
  /** Processes to kill in all. */
  readonly kills: number;
  /** @defaultValue 0 */
  readonly seed?: number | undefined;
  readonly onRound?: ((report: KillReport) => void) | undefined;
}

export interface KillReport {
  readonly kills: Readonly<Record<KillTarget, number>>;
  /** Complete runs, each from nothing. */
  readonly rounds: number;
  /** Runs that went on where a killed one had stopped. */
  readonly resumes: number;
  /** How often the second process looked at everything. */
  readonly looks: number;
  /** Answers of the server beside the pipeline, each compared. */
  readonly answers: number;
  readonly problems: readonly string[];
}

/** Kills the pipeline, its workers and model servers at random moments until `kills` were made; stops at the first problem. */
export async function killFlights({
  kills,
  seed = 0,
  onRound = () => undefined,
  ...round
}: KillFlightsOptions): Promise<KillReport> {
  const killer = createKiller({ random: createRandom(seed), kills });
  let report: KillReport = { kills: killer.counts, rounds: 0, resumes: 0, looks: 0, answers: 0, problems: [] };
  while (!killer.isDone() && report.problems.length === 0) {
    const { resumes, watched, answers, problems } = await playRound({ ...round, killer });
    report = {
      kills: { ...killer.counts },
      rounds: report.rounds + 1,
      resumes: report.resumes + resumes,
      looks: report.looks + watched.looks,
      answers: report.answers + answers,
      problems,
    };
    onRound(report);
  }
  return report;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Random, RunEvent } from '@millrace/core';
import type { Asking } from './keep-asking.ts';
import { killTargets, type KillTarget } from './kill-targets.ts';
import { listDescendants, type RunningProcess } from './process-tree.ts';
import type { RunMessage } from './run-process.ts';
import type { StartedProcess } from './start-process.ts';

export interface KillerOptions {
  readonly random: Random;
  /** Kills in all. */
  readonly kills: number;
}

/** Who may be killed at the moment. */
interface Victims {
  readonly run: StartedProcess<RunMessage>;
  readonly asking: Asking;
}

export interface Killer {
  readonly counts: Readonly<Record<KillTarget, number>>;
  readonly isDone: () => boolean;
  /** Kills at random moments until the run has ended or all kills are made. */
  disturb(victims: Victims): Promise<void>;
  /** Told of each event of a run: when a step begins that holds a server, that server may be killed. */
  notice(event: RunEvent, victims: Victims): void;
}

const infraServer = 'server-process.js';
const worker = 'worker-process.js';
/** How long the servers live that steps start for themselves. */
const innerServerMs = 600;
/** Steps that begin or end before the next kill, at most. A whole run has 116. */
const mostSteps = 40;
const mostDelayMs = 1000;

function countSteps(messages: readonly RunMessage[]): number {
  const isOfStep = (message: RunMessage): boolean =>
    message.type === 'event' && (message.event.type === 'step-start' || message.event.type === 'step-end');
  return messages.filter(isOfStep).length;
}

/** Kills processes at random moments; the same seed draws the same moments and targets. */
export function createKiller({ random, kills }: KillerOptions): Killer {
  const counts: Record<KillTarget, number> = { pipeline: 0, worker: 0, server: 0 };
  const isDone = (): boolean => killTargets.reduce((sum, target) => sum + counts[target], 0) >= kills;

  /** At the start of a process, or some steps later and somewhere in a step: as far on a busy machine as on an idle one. */
  const waitForMoment = async ({ messages, isRunning, ended }: Victims['run']): Promise<void> => {
    const isAtStart = random.next() < 0.15;
    const steps = isAtStart ? 0 : random.nextInteger(mostSteps);
    const delayMs = random.next() * mostDelayMs;
    const before = countSteps(messages);
    while (!isAtStart && isRunning() && countSteps(messages) < before + steps + 1) await sleep(1);
    const delay = new AbortController();
    await Promise.race([sleep(delayMs, undefined, { signal: delay.signal }).catch(() => undefined), ended]);
    delay.abort();
  };

  const killOne = (processes: readonly RunningProcess[], target: KillTarget): void => {
    if (processes.length === 0 || isDone()) return;
    try {
      process.kill(processes[random.nextInteger(processes.length)]!.processId, 'SIGKILL');
      counts[target] += 1;
    } catch {
      // It ended by itself at this moment.
    }
  };

  const findIn = async ({ run }: Victims, name: string): Promise<readonly RunningProcess[]> =>
    (await listDescendants(run.processId)).filter(({ command }) => command.includes(name));

  const strike = async (target: KillTarget, victims: Victims): Promise<void> => {
    if (target === 'worker') killOne(await findIn(victims, worker), target);
    else if (target === 'server') counts.server += victims.asking.kill() ? 1 : 0;
    else if (victims.run.isRunning()) {
      victims.run.kill();
      counts.pipeline += 1;
    }
  };

  /** The child of the infra validator lives shortly: it is waited for. */
  const strikeInfraServer = async (victims: Victims): Promise<void> => {
    const delayMs = random.next() * innerServerMs;
    let found: readonly RunningProcess[] = [];
    while (found.length === 0 && victims.run.isRunning() && !isDone()) found = await findIn(victims, infraServer);
    await sleep(delayMs);
    const still = await findIn(victims, infraServer);
    killOne(still, 'server');
  };

  /** The server that is asked about a week of flights lives in a worker, and dies with it. */
  const strikeReplay = async (victims: Victims): Promise<void> => {
    await sleep(random.next() * innerServerMs);
    killOne(await findIn(victims, worker), 'server');
  };

  return {
    counts,
    isDone,
    disturb: async (victims) => {
      while (victims.run.isRunning() && !isDone()) {
        const draw = random.next();
        const target = draw < 0.5 ? 'pipeline' : draw < 0.8 ? 'worker' : 'server';
        await waitForMoment(victims.run);
        if (victims.run.isRunning() && !isDone()) await strike(target, victims);
        if (victims.run.isKilled()) return;
      }
    },
    notice: (event, victims) => {
      if (event.type !== 'step-start' || isDone() || random.next() < 0.5) return;
      if (event.step === 'InfraValidator') void strikeInfraServer(victims);
      if (event.step === 'ReplayTraffic') void strikeReplay(victims);
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { processFailed } from './errors.ts';
import { repositoryDirectory } from './places.ts';

export interface FlightsRun {
  readonly seconds: number;
  /** Peak resident memory of the process and all that it started, together, in MB; 0 where there is no /proc. */
  readonly peakMb: number;
  /** `116 steps, 3 of them cached, in 61.2 s (run ...)`. */
  readonly summary: string;
}

const main = path.join(repositoryDirectory, 'apps', 'flight-delays', 'dist', 'main.js');
const lookEveryMs = 100;

/** The flight-delays app as a process, from start to end, with all that it keeps in one directory. */
export async function runFlights(directory: string, week: string): Promise<FlightsRun> {
  const started = performance.now();
  const child = spawn(process.execPath, [main, '--directory', directory, '--week', week], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors, peakMb] = ['', '', 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2000)));
  const looking = setInterval(() => (peakMb = Math.max(peakMb, memoryOfTree(child.pid!))), lookEveryMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(looking);
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw processFailed({ command: `node ${main}`, output: errors });
  return { seconds, peakMb, summary: /^\d+ steps, .*$/m.exec(output)?.[0] ?? '' };
}

function memoryOfTree(root: number): number {
  const processes = listProcesses();
  const reached = [root];
  for (const id of reached) for (const [child, { parent }] of processes) if (parent === id) reached.push(child);
  return reached.reduce((sum, id) => sum + (processes.get(id)?.mb ?? 0), 0);
}

function listProcesses(): ReadonlyMap<number, { readonly parent: number; readonly mb: number }> {
  const processes = new Map<number, { readonly parent: number; readonly mb: number }>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const status = readStatus(name);
      const [parent, kilobytes] = [/^PPid:\s+(\d+)/m.exec(status), /^VmRSS:\s+(\d+) kB/m.exec(status)];
      if (parent !== null && kilobytes !== null)
        processes.set(Number(name), { parent: Number(parent[1]), mb: Number(kilobytes[1]) / 1024 });
    }
  } catch {
    // Another system than Linux.
  }
  return processes;
}

function readStatus(id: string): string {
  try {
    return readFileSync(`/proc/${id}/status`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Baseline, BenchSide } from '../bench-case.ts';
import { processFailed } from '../errors.ts';
import { threads } from '../machine.ts';
import { peersDirectory, pythonPath } from '../places.ts';

/**
 * A peer in Python that reads its data once, then does the work whenever it is told to and says how long that took.
 * The script prints one JSON object a line: what it is and how long reading took, then one figure a round.
 */
async function openPeer(script: string, parameters: readonly string[]): Promise<BenchSide> {
  const command = [path.join(peersDirectory, script), ...parameters, '--threads', String(threads)];
  const child = spawn(pythonPath, command, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk.toString()}`.slice(-2000)));
  // A peer that cannot start or has died is told by the end of its output.
  child.on('error', (error) => (complaints = error.message));
  child.stdin.on('error', (error) => (complaints ||= error.message));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async <TAnswer>(): Promise<TAnswer> => {
    const line = await lines.next();
    if (line.done === true) throw processFailed({ command: `python ${script} ${parameters[0]}`, output: complaints });
    return JSON.parse(line.value) as TAnswer;
  };
  const { version, reading } = await read<{ version: string; reading: number }>();
  return {
    run: async () => {
      child.stdin.write('run\n');
      return (await read<{ figure: number }>()).figure;
    },
    note: () => `version ${version}; reading the data, not counted, took ${reading.toFixed(2)} s`,
    close: async () => {
      child.stdin.end();
      return Promise.resolve();
    },
  };
}

/** The same work in Python libraries, by the name that readers know and the name of the module. */
export function pythonPeers(
  script: string,
  {
    parameters,
    bars = {},
  }: { parameters: () => Promise<readonly string[]>; bars?: Readonly<Record<string, Baseline['bar']>> },
): readonly Baseline[] {
  return Object.entries({ LightGBM: 'lightgbm', XGBoost: 'xgboost', 'scikit-learn': 'sklearn' }).map(
    ([name, library]) => ({
      name,
      isPeer: true,
      bar: bars[name],
      prepare: async () => openPeer(script, [library, ...(await parameters())]),
    }),
  );
}

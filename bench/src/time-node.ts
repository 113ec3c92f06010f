import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { processFailed } from './errors.ts';

const workspace = fileURLToPath(new URL('..', import.meta.url));

function runNode(parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: workspace, encoding: 'utf8' });
  if (status !== 0) throw processFailed({ command: `node ${parameters.join(' ')}`, output: stderr });
  return stdout;
}

/** Milliseconds from starting a Node process to its end. */
export function timeNode(parameters: readonly string[]): number {
  const started = performance.now();
  runNode(parameters);
  return performance.now() - started;
}

/** Peak memory of such a process, in MB. */
export function measureNodeMemory(parameters: readonly string[]): number {
  const report = `data:text/javascript,process.on('exit',()=>console.log('\\n'+process.resourceUsage().maxRSS))`;
  return (
    Number(
      runNode(['--import', report, ...parameters])
        .trim()
        .split('\n')
        .at(-1),
    ) / 1024
  );
}

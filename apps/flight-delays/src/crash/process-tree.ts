import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface RunningProcess {
  readonly processId: number;
  readonly parentId: number;
  readonly command: string;
}

/** The children of a process, and theirs. */
export async function listDescendants(processId: number): Promise<readonly RunningProcess[]> {
  const all = existsSync('/proc/self/stat') ? await readProc() : await readPs();
  const reached = [processId];
  for (const id of reached)
    for (const child of all)
      if (child.parentId === id && !reached.includes(child.processId)) reached.push(child.processId);
  return all.filter((item) => item.processId !== processId && reached.includes(item.processId));
}

/** Where there is /proc, there need not be a `ps`. */
async function readProc(): Promise<readonly RunningProcess[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = async (id: string): Promise<RunningProcess[]> => {
    try {
      const stat = await readFile(`/proc/${id}/stat`, 'utf8');
      const [, state, parentId] = /\) (\S) (\d+)/.exec(stat.slice(stat.lastIndexOf(')'))) ?? [];
      const command = (await readFile(`/proc/${id}/cmdline`, 'utf8')).replaceAll('\0', ' ');
      return state === 'Z' ? [] : [{ processId: Number(id), parentId: Number(parentId), command }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  };
  return (await Promise.all(ids.map(read))).flat();
}

async function readPs(): Promise<readonly RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const [, id, parentId, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id === undefined ? [] : [{ processId: Number(id), parentId: Number(parentId), command }];
  });
}

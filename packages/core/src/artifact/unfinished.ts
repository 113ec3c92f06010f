import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const pattern = /-(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A name for what this process writes before one rename shows it: it tells whose it is, `<prefix>-<process>-<uuid>`. */
export function nameUnfinished(prefix: string): string {
  return `${prefix}-${process.pid}-${randomUUID()}`;
}

/**
 * Removes what processes left in a directory that died while they wrote: entries with such names whose process is gone.
 * Only names that begin with `prefix` count. A directory that is not there holds nothing.
 */
export async function removeUnfinished(directory: string, { prefix }: { readonly prefix: string }): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    const processId = name.startsWith(prefix) ? pattern.exec(name)?.[1] : undefined;
    if (processId === undefined) continue;
    const entry = path.join(directory, name);
    const isLeft =
      Number(processId) === process.pid ? await isOlderThanThisProcess(entry) : !isProcessRunning(Number(processId));
    if (isLeft) await rm(entry, { recursive: true, force: true });
  }
}

/** In a container, the next process often has the number of the last one. */
async function isOlderThanThisProcess(entry: string): Promise<boolean> {
  const found = await stat(entry).catch(() => undefined);
  return found !== undefined && found.mtimeMs < performance.timeOrigin;
}

/** Whether a process of this number runs on this machine, whosever it is. */
export function isProcessRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const here = import.meta.dirname;

/** Shell that arranges the fault around `"$@"`; `$0` is the place. */
export interface Fault {
  readonly shell: string;
  /** Needs mounts of its own, which vanish with the process. */
  readonly mounts: boolean;
}

/** A disk of so many KiB. */
export const smallDisk = (sizeKb: number): Fault => ({
  shell: `mount -t tmpfs -o size=${sizeKb}k tmpfs "$0" && exec "$@"`,
  mounts: true,
});

/** The scene makes trouble itself. */
export const noFault: Fault = { shell: 'exec "$@"', mounts: false };

let namespace: Promise<readonly string[]> | undefined;

/** How this user gets mounts of its own: as root, or as root of a user namespace. */
async function findNamespace(): Promise<readonly string[]> {
  for (const flags of [['--mount'], ['--user', '--map-root-user', '--mount']]) {
    const works = await execute('unshare', [...flags, 'true']).then(
      () => true,
      () => false,
    );
    if (works) return flags;
  }
  throw new Error('These tests need `unshare` of util-linux, as root or with user namespaces.');
}

/** Plays a scene of a module in a process of its own, at a fresh place, under a fault. Answers what it returned. */
export async function playUnder<TOutcome>(
  fault: Fault,
  { module, scene }: { readonly module: string; readonly scene: string },
): Promise<TOutcome> {
  const parent = await mkdtemp(path.join(tmpdir(), 'millrace-fault-'));
  // Scenes put beside the place what must not be under the fault.
  const place = path.join(parent, 'place');
  await mkdir(place);
  const node = [process.execPath, '--import', path.join(here, 'typescript.mjs'), path.join(here, 'play-scene.ts')];
  const shell = ['sh', '-c', fault.shell, place, ...node, path.join(here, module), scene, place];
  const command = fault.mounts ? ['unshare', ...(await (namespace ??= findNamespace())), ...shell] : shell;
  try {
    const { stdout } = await execute(command[0]!, command.slice(1), { maxBuffer: 1 << 26 });
    return JSON.parse(/^outcome (.*)$/m.exec(stdout)![1]!) as TOutcome;
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

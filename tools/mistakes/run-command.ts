import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Answer } from './mistake.ts';

const bin = path.resolve(import.meta.dirname, '../../packages/cli/bin/millrace.js');

export interface CommandSurroundings {
  /** Words for Node itself, before the command. */
  readonly node?: readonly string[] | undefined;
  /** Runs the command as this user. @defaultValue the user of the tests */
  readonly uid?: number | undefined;
}

/** The errors that `millrace` tells on standard error, run as users run it. The build comes first. */
export async function runCommand(
  place: string,
  words: readonly string[],
  { node = [], uid }: CommandSurroundings = {},
): Promise<readonly Answer[]> {
  const text = await new Promise<string>((resolve) => {
    const child = execFile(
      process.execPath,
      [...node, bin, ...words],
      { cwd: place, timeout: 60_000, ...(uid === undefined ? {} : { uid }) },
      (_, stdout, stderr) => resolve(`${stderr}\n${stdout}`),
    );
    child.stdin?.end();
  });
  const told = [...text.matchAll(/(?:error|failed): (.*)\n {2}(.*)\n {2}\(([A-Z_]+)\)/g)];
  return told.map(([, message = '', cure = '', code = '']) => ({ code, message, cure }));
}

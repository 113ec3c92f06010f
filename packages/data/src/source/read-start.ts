import { lstat, open, readlink, stat } from 'node:fs/promises';
import { isMillraceError } from '@millrace/core';
import { fileNotReadable } from '../errors.ts';

/**
 * The first bytes of an ordinary file. Throws `DATA_FILE_NOT_READABLE` for pipes and devices, for which a reader would
 * wait, for links that lead nowhere, and for what this user may not read.
 */
export async function readStart(file: string, byteCount: number): Promise<Buffer> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw fileNotReadable({ file, reason: `it is ${kindOf(facts)} and not an ordinary file` });
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(byteCount, facts.size));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw isMillraceError(cause) ? cause : await explain(file, cause);
  }
}

function kindOf(facts: Awaited<ReturnType<typeof stat>>): string {
  if (facts.isDirectory()) return 'a folder';
  if (facts.isFIFO()) return 'a named pipe';
  return facts.isSocket() ? 'a socket' : 'a device';
}

async function explain(file: string, cause: unknown): Promise<unknown> {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') {
    const user = process.geteuid?.();
    const reason = `${user === undefined ? 'this user' : `the user with the id ${user}`} may not read it`;
    return fileNotReadable({ file, reason }, cause);
  }
  const isLink = (await lstat(file).catch(() => undefined))?.isSymbolicLink() === true;
  const reason =
    isLink && code === 'ENOENT'
      ? `it is a link to ${await readlink(file)}, which is not there`
      : cause instanceof Error
        ? cause.message
        : String(cause);
  return fileNotReadable({ file, reason }, cause);
}

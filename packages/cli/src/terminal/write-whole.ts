import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { nameUnfinished } from '@millrace/core/artifacts';

/** Lets `write` make a file beside its place and moves it there when it is whole; what was there before stays until then. */
export async function writeWhole(file: string, write: (temporary: string) => Promise<unknown>): Promise<void> {
  const temporary = path.join(path.dirname(file), nameUnfinished(`.${path.basename(file)}`));
  try {
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

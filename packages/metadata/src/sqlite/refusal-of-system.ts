import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { cureOfFailure } from '@millrace/core';

/** What SQLite opens at once for one store: the file, its log, the memory that processes share, and the folder. */
const descriptorsOfStore = 4;

/**
 * Why the operating system refuses to open the file of a store, where the library says only that it could not; the
 * error itself where that tells enough or the system refuses nothing. The file is never opened for it: closing it would
 * give up the locks that this process has on it.
 */
export function refusalOfSystem(file: string, error: unknown): unknown {
  if (file === ':memory:' || cureOfFailure(error) !== undefined) return error;
  const opened: number[] = [];
  try {
    accessSync(path.dirname(path.resolve(file)), constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
    while (opened.length < descriptorsOfStore) opened.push(openSync(devNull, 'r'));
    return error;
  } catch (refusal) {
    return refusal;
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

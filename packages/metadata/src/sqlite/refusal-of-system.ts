import { accessSync, closeSync, constants, openSync } from 'node:fs';
import path from 'node:path';
import { cureOfFailure } from '@millrace/core';

/** What SQLite opens at once for one store: the file, its log, the memory that processes share, and the folder. */
const descriptorsOfStore = 4;

/**
 * Why the operating system refuses to open the file of a store, where the library says only that it could not; the
 * error itself where that tells enough or the system refuses nothing.
 */
export function refusalOfSystem(file: string, error: unknown): unknown {
  if (file === ':memory:' || cureOfFailure(error) !== undefined) return error;
  const opened: number[] = [];
  try {
    accessSync(path.dirname(path.resolve(file)), constants.W_OK);
    while (opened.length < descriptorsOfStore) opened.push(openSync(file, 'r+'));
    return error;
  } catch (refusal) {
    // A file that SQLite did not come to make is no reason.
    return (refusal as { readonly code?: unknown }).code === 'ENOENT' ? error : refusal;
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

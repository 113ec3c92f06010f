import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { processFailed } from '../errors.ts';
import { dataDirectory, packagesDirectory } from '../places.ts';

/** What cases need, and the packages whose code made it. */
const sources = {
  /** The examples artifact of all flights. */
  flights: ['core', 'data'],
  /** `training.parquet`, eight weeks with 36 point-in-time columns, and `evaluation.parquet`, the week after. */
  weeks: ['core', 'data', 'features', 'feature-store'],
  /** `graph/`, `transformed.parquet`, `model/` of 200 trees, and `predictions.parquet` of the week after. */
  model: ['core', 'data', 'features', 'feature-store', 'transform', 'model', 'trainer'],
} as const;

export type DataName = keyof typeof sources;

/** There last when all the rest is. */
export const doneFile = 'done';

const prepared = new Map<DataName, Promise<string>>();

/** The directory of what a case needs, made by a process of its own when the code that makes it has changed. */
export async function prepareData(name: DataName): Promise<string> {
  // Once a process: when the code is built again meanwhile, both sides still read the same.
  const directory = prepared.get(name) ?? makeDirectory(name);
  prepared.set(name, directory);
  return directory;
}

async function makeDirectory(name: DataName): Promise<string> {
  const directory = path.join(dataDirectory, `${name}-${await digestCode(sources[name])}`);
  if (existsSync(path.join(directory, doneFile))) return directory;
  for (const old of await readdir(dataDirectory).catch(() => []))
    if (old.startsWith(`${name}-`)) await rm(path.join(dataDirectory, old), { recursive: true, force: true });
  const entry = fileURLToPath(new URL(`make-data${import.meta.url.slice(-3)}`, import.meta.url));
  process.stderr.write(`  preparing ${name} ...\n`);
  const child = fork(entry, [name, directory], { stdio: ['ignore', 2, 2, 'ipc'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw processFailed({ command: `make-data ${name}`, output: `code ${code}` });
  return directory;
}

async function digestCode(packages: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of packages) {
    const folder = path.join(packagesDirectory, name, 'dist');
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js')).sort();
    for (const file of files) hash.update(file).update(await readFile(path.join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** What was prepared for the cases, once. */
export const dataDirectory: string = path.join(workspace, '.data');
export const peersDirectory: string = path.join(workspace, 'peers');
/** The Python of the peers; absent until `bench/peers/setup` ran. */
export const pythonPath: string = path.join(peersDirectory, '.venv', 'bin', 'python');
export const repositoryDirectory: string = path.join(workspace, '..');
export const pagePath: string = path.join(repositoryDirectory, 'docs', 'benchmarks.md');
/** The last figures, committed beside the page that is made of them. */
export const resultsPath: string = path.join(workspace, 'results.json');
export const packagesDirectory: string = path.join(repositoryDirectory, 'packages');

/** The Parquet file of 3,000,000 US flights that vega-datasets ships. */
export function findFlightsFile(): string {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  return path.join(entry.slice(0, entry.lastIndexOf('vega-datasets')), 'vega-datasets', 'data', 'flights-3m.parquet');
}

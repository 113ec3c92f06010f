import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './repository.mjs';

const lockfile = path.join(repositoryRoot, 'package-lock.json');
const installedLockfile = path.join(repositoryRoot, 'node_modules', '.package-lock.json');

/**
 * The version and integrity of every locked package that must be on disk.
 * @param {string} file
 * @returns {Map<string, string>}
 */
function readLockedPackages(file) {
  /** @type {Record<string, { version?: string; integrity?: string; optional?: boolean; peer?: boolean; link?: boolean }>} */
  const packages = JSON.parse(readFileSync(file, 'utf8')).packages;
  const wanted = Object.entries(packages).filter(
    ([place, entry]) => place.startsWith('node_modules/') && !entry.optional && !entry.peer && !entry.link,
  );
  return new Map(wanted.map(([place, entry]) => [place, `${entry.version} ${entry.integrity}`]));
}

/** True when node_modules is missing, or older than the lockfile and different from it. */
function isStale() {
  if (!existsSync(installedLockfile)) return true;
  if (statSync(installedLockfile).mtimeMs >= statSync(lockfile).mtimeMs) return false;
  // A checkout renews the lockfile's time without changing it; an installation takes half a minute.
  const installed = readLockedPackages(installedLockfile);
  return [...readLockedPackages(lockfile)].some(([place, version]) => installed.get(place) !== version);
}

/**
 * Runs npm whichever way this process was started. What npm says goes to stderr, so that stdout stays the command's own.
 * @param {readonly string[]} parameters
 * @returns {number}
 */
function runNpm(parameters) {
  const npm = process.env['npm_execpath'];
  const options = { cwd: repositoryRoot, stdio: /** @type {const} */ (['ignore', 2, 2]) };
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...parameters], { ...options, stdio: [...options.stdio] })
    : spawnSync('npm', parameters, { ...options, stdio: [...options.stdio], shell: process.platform === 'win32' });
  return status ?? 1;
}

/** Installs what the lockfile says when node_modules does not hold it yet. No install script runs. */
export function ensureInstalled() {
  if (!isStale()) return;
  process.stderr.write('Installing dependencies ...\n');
  const status = runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    process.stderr.write(
      '`npm ci --ignore-scripts` failed. Check that the package registry can be reached, then try again.\n',
    );
    process.exit(status);
  }
}

/**
 * Runs one Node program at the root and returns its exit code.
 * @param {readonly string[]} parameters
 * @param {boolean} [quiet] send its output to stderr
 * @returns {number}
 */
export function runNode(parameters, quiet = false) {
  const { status, signal } = spawnSync(process.execPath, parameters, {
    cwd: repositoryRoot,
    stdio: quiet ? ['ignore', 2, 2] : 'inherit',
  });
  return status ?? (signal === 'SIGINT' ? 130 : 1);
}

/** Compiles every package and app that changed since the last time. */
export function build() {
  return runNode(['node_modules/typescript/bin/tsc', '--build'], true);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();

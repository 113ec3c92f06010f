import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './ensure-installed.mjs';
import { listPackages, repositoryRoot } from './repository.mjs';

/** @typedef {{ name: string; file: string; files: string[]; size: number }} Tarball */

/**
 * Runs a command, keeps what it prints, and shows it only when the command failed.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {string} [cwd]
 */
export function runQuietly(command, parameters, cwd = repositoryRoot) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  });
  return { ok: status === 0, stdout: stdout ?? '', output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/**
 * A new folder outside the repository, removed when the process ends.
 * @param {string} name
 */
export function createScratch(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `millrace-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Builds everything, then packs every package as it would be published.
 * @param {string} destination
 * @returns {Tarball[]}
 */
export function packPackages(destination) {
  if (build() !== 0) process.exit(1);
  const workspaces = listPackages().map((name) => `--workspace=packages/${name}`);
  const packed = runQuietly('npm', [
    'pack',
    '--json',
    '--ignore-scripts',
    '--loglevel=error',
    '--pack-destination',
    destination,
    ...workspaces,
  ]);
  if (!packed.ok) {
    process.stderr.write(packed.output);
    process.exit(1);
  }
  /** @type {{ name: string; filename: string; size: number; files: { path: string }[] }[]} */
  const tarballs = JSON.parse(packed.stdout);
  return tarballs.map(({ name, filename, size, files }) => ({
    name,
    file: path.join(destination, path.basename(filename)),
    files: files.map((file) => file.path),
    size,
  }));
}

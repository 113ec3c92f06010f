import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {string} file a path from the root of the repository */
export function fromRoot(file) {
  return path.join(repositoryRoot, file);
}

/** @param {string} file a path from the root of the repository */
export function readText(file) {
  return readFileSync(fromRoot(file), 'utf8');
}

/** @param {string} file a path from the root of the repository */
export function exists(file) {
  return existsSync(fromRoot(file));
}

/**
 * Every file that git tracks or would track, as paths from the root with forward slashes.
 * @returns {string[]}
 */
export function listFiles() {
  const output = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: repositoryRoot,
    maxBuffer: 1 << 28,
  });
  return output
    .toString()
    .split('\0')
    .filter((file) => file !== '' && exists(file) && statSync(fromRoot(file)).isFile());
}

/** Folder names of the packages that exist, sorted. */
export function listPackages() {
  return readdirSync(fromRoot('packages'))
    .filter((name) => exists(`packages/${name}/package.json`))
    .sort();
}

/**
 * False while the entry of a package is still the empty module that the skeleton put there.
 * @param {string} name
 */
export function isBuilt(name) {
  const entry = `packages/${name}/src/index.ts`;
  return exists(entry) && readText(entry).trim() !== 'export {};';
}

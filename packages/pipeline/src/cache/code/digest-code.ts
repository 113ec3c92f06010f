import { readFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson, type Component } from '@millrace/core';
import { sha256 } from '@millrace/core/artifacts';
import { findPackage, resolveImport } from './resolve-import.ts';
import { scanImports } from './scan-imports.ts';

/** The code of a component: one digest over its files and the versions of the packages that they use. */
export interface CodeDigest {
  readonly digest: string;
  /** SHA-256 by file (`<package>/<path>`), version by installed package. */
  readonly files: Readonly<Record<string, string>>;
}

interface ScannedFile {
  readonly name: string;
  readonly sha256: string;
  readonly files: readonly string[];
  readonly packages: Readonly<Record<string, string>>;
}

// Modules are loaded once per process, so what they were when first asked is what runs.
const scannedFiles = new Map<string, Promise<ScannedFile>>();
const digests = new Map<string, Promise<CodeDigest>>();

/** Digest of everything that `moduleUrl` loads: local files by content, installed packages by version; else the text of `run`. */
export function digestCode(component: Pick<Component, 'moduleUrl' | 'run'>): Promise<CodeDigest> {
  const { moduleUrl, run } = component;
  if (moduleUrl === undefined || !moduleUrl.startsWith('file:')) {
    return Promise.resolve(digestFiles({ run: sha256(run.toString()) }));
  }
  let digest = digests.get(moduleUrl);
  if (digest === undefined) {
    digest = digestModule(moduleUrl);
    digests.set(moduleUrl, digest);
  }
  return digest;
}

function digestFiles(files: Readonly<Record<string, string>>): CodeDigest {
  return { digest: `sha256:${sha256(canonicalJson(files))}`, files };
}

async function digestModule(moduleUrl: string): Promise<CodeDigest> {
  const files: Record<string, string> = {};
  const seen = new Set<string>();
  let next = [realpathSync(fileURLToPath(moduleUrl))];
  while (next.length > 0) {
    const fresh = [...new Set(next)].filter((file) => !seen.has(file));
    for (const file of fresh) seen.add(file);
    const scanned = await Promise.all(fresh.map(scanFile));
    for (const { name, sha256: digest, packages } of scanned) Object.assign(files, packages, { [name]: digest });
    next = scanned.flatMap((file) => file.files);
  }
  return digestFiles(files);
}

function scanFile(file: string): Promise<ScannedFile> {
  let scanned = scannedFiles.get(file);
  if (scanned === undefined) {
    scanned = readAndScan(file);
    scannedFiles.set(file, scanned);
  }
  return scanned;
}

async function readAndScan(file: string): Promise<ScannedFile> {
  const bytes = await readFile(file);
  const isModule = /\.[cm]?[jt]sx?$/.test(file);
  const imports = isModule ? scanImports(bytes.toString('utf8')) : [];
  const resolved = imports.map(({ specifier, type }) =>
    // A URL is relative to its module even without a leading dot.
    resolveImport(type === 'asset' && !/^[./]|^[a-z]+:/.test(specifier) ? `./${specifier}` : specifier, file),
  );
  return {
    name: nameOf(file),
    sha256: sha256(bytes),
    files: resolved.flatMap((item) => (item.type === 'file' ? [item.file] : [])),
    packages: Object.fromEntries(
      resolved.flatMap((item) => (item.type === 'package' ? [[item.name, item.version] as const] : [])),
    ),
  };
}

/** The same on every machine: package name and path inside the package. */
function nameOf(file: string): string {
  const owner = findPackage(path.dirname(file));
  const inside = path.relative(owner?.folder ?? path.dirname(file), file);
  return [owner?.json.name ?? '', ...inside.split(path.sep)].join('/');
}

import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BenchCase } from './bench-case.ts';
import { directorySize } from './directory-size.ts';
import { formatFigure } from './figures.ts';
import { installPackages } from './install-packages.ts';

const bytesInMb = 1024 * 1024;

/** Folders of packages, the scoped ones too. */
function listFolders(modules: string): readonly string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(modules, name)).map((inside) => `${name}/${inside}`) : [name],
    );
}

function describeLargest(modules: string): string {
  const folders = listFolders(modules).map((name) => ({ name, bytes: directorySize(path.join(modules, name)) }));
  const largest = folders.sort((a, b) => b.bytes - a.bytes).slice(0, 5);
  const list = largest.map(({ name, bytes }) => `${name} ${formatFigure(bytes / bytesInMb)} MB`).join(', ');
  return `${folders.length} packages; the largest: ${list}`;
}

/** What packages and all that they need take on the disk. */
export function installedSize({
  what,
  names,
  atMost,
}: {
  readonly what: string;
  readonly names: readonly string[];
  readonly atMost: number;
}): BenchCase {
  return {
    what,
    unit: 'MB',
    rounds: 1,
    bar: { atMost },
    prepare: async () => {
      const root = await mkdtemp(path.join(tmpdir(), 'millrace-bench-'));
      process.on('exit', () => rmSync(root, { recursive: true, force: true }));
      const modules = installPackages(names, root);
      const note = describeLargest(modules);
      return {
        run: async () => Promise.resolve(directorySize(modules) / bytesInMb),
        note: () => note,
      };
    },
  };
}

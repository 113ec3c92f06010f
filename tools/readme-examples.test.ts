import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { importTable } from './import-table.mjs';

const root = path.resolve(import.meta.dirname, '..');
const room = path.join(root, 'tools', '.readme-examples');
const packages = readdirSync(path.join(root, 'packages')).filter((name) =>
  existsSync(path.join(root, 'packages', name, 'README.md')),
);

/** The first TypeScript block of a package's README. */
function exampleOf(name: string): string | undefined {
  return /```ts\n([\s\S]*?)```/.exec(readFileSync(path.join(root, 'packages', name, 'README.md'), 'utf8'))?.[1];
}

let directory: string;
const home = process.cwd();
beforeAll(() => mkdirSync(room, { recursive: true }));
afterAll(() => rmSync(room, { recursive: true, force: true }));
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'millrace-readme-'));
  process.chdir(directory);
});
afterEach(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true, force: true });
});

describe.each(packages)('the README example of %s', (name) => {
  const example = exampleOf(name);

  it('imports only what the package may import', () => {
    expect(example).toBeDefined();
    const imported = [...example!.matchAll(/from '@millrace\/([^/']+)/g)].map((match) => match[1]!);
    expect(imported).toContain(name);
    for (const other of imported) if (other !== name) expect(importTable[name]).toContain(other);
  });

  it('runs as it is in an empty directory, and prints', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const file = path.join(room, `${name}.ts`);
    writeFileSync(file, example!);
    await import(file);
    expect(log).toHaveBeenCalled();
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const docs = path.resolve(import.meta.dirname, '..');
const folder = path.join(docs, 'node_modules', '.pages');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = ['', 'packages'].flatMap((under) =>
  readdirSync(path.join(docs, under))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(under, name)),
);
const readPage = (page: string): string => readFileSync(path.join(docs, page), 'utf8');

/** The blocks that import what they use: the others are excerpts. A first line `// views.ts` names a file that others import. */
function listModules(page: string): { file: string; text: string }[] {
  const text = readPage(page);
  return [...text.matchAll(/^```ts\n([^]*?)^```/gm)]
    .filter(([, block]) => /^import /m.test(block!))
    .map(({ 1: block, index }) => {
      const name = /^\/\/ (\S+)\.ts\n/.exec(block!)?.[1] ?? `line-${text.slice(0, index).split('\n').length + 1}`;
      return { file: path.join(page.replaceAll(/\W/g, '-'), `${name}.ts`), text: block! };
    });
}

describe('the pages', () => {
  it('show modules that compile', () => {
    const modules = pages.flatMap(listModules);
    expect(modules.length).toBeGreaterThan(5);
    rmSync(folder, { recursive: true, force: true });
    for (const { file, text } of modules) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), `${text}\nexport {};\n`);
    }
    const config = { extends: '../../tsconfig.json', compilerOptions: { rootDir: '../../..' }, include: ['*/*.ts'] };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = path.resolve(docs, '../node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: docs, encoding: 'utf8' });
    expect(stdout).toBe('');
  }, 60_000);

  it('name codes of errors that exist', () => {
    const known = new Set(readPage('reference/errors.md').match(/\b[A-Z]+(?:_[A-Z0-9]+)+\b/g) ?? []);
    const packages = readdirSync(path.join(docs, '../packages')).map((name) => name.toUpperCase().replaceAll('-', '_'));
    const named = pages.flatMap((page) =>
      [...readPage(page).matchAll(/`([A-Z]+(?:_[A-Z0-9]+)+)`/g)].map(([, code]) => ({ page, code: code! })),
    );
    const unknown = named.filter(
      ({ code }) => packages.some((name) => code.startsWith(`${name}_`)) && !known.has(code),
    );
    expect(unknown).toEqual([]);
  });
});

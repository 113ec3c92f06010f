import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestCode } from './digest-code.ts';

/** Written apart, so that nobody takes what these files import for what this one does. */
const from = 'from';
const load = 'import';

const run = (): Promise<never> => Promise.reject(new Error('never run'));
let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'millrace-code-'));
  await write(root, {
    'package.json': '{"name": "app"}',
    'src/step.js': `
      import { tool } ${from} './tool.js';
      import { scale } ${from} 'workspace';
      import lib ${from} 'lib/deep';
      ${load} '#alias';
      import fs ${from} 'node:fs';
      new Worker(new URL('./worker.js', import.meta.url));
      try { await ${load}('absent') } catch {}`,
    'src/tool.js': "import './step.js'; export const tool = 1;",
    'src/worker.js': "import './deep/kernel.wasm';",
    'src/deep/kernel.wasm': 'bytes',
    'src/alias.js': 'export {}',
    'src/unrelated.js': 'export {}',
    'node_modules/lib/package.json': '{"name": "lib", "version": "1.2.3"}',
    'node_modules/lib/deep.js': 'export default 1',
    'packages/workspace/package.json':
      '{"name": "workspace", "version": "0.1.0", "exports": {".": {"types": "./no.d.ts", "default": "./dist/index.js"}}}',
    'packages/workspace/dist/index.js': "export { scale } from './scale.js';",
    'packages/workspace/dist/scale.js': 'export const scale = 1;',
  });
  await writeFile(path.join(root, 'package.json'), '{"name": "app", "imports": {"#alias": "./src/alias.js"}}');
  await symlink('../packages/workspace', path.join(root, 'node_modules/workspace'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

/** A fresh copy each time: what a process has once read it does not read again. */
async function digestCopy(changes: Readonly<Record<string, string>> = {}) {
  const copy = await mkdtemp(path.join(tmpdir(), 'millrace-code-copy-'));
  try {
    await cp(root, copy, { recursive: true, verbatimSymlinks: true });
    await write(copy, changes);
    return await digestCode({ moduleUrl: pathToFileURL(path.join(copy, 'src/step.js')).href, run });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

it('holds local files by content, workspace packages too, and installed packages by version', async () => {
  const { files } = await digestCopy();
  expect(Object.keys(files).sort()).toEqual([
    'absent',
    'app/src/alias.js',
    'app/src/deep/kernel.wasm',
    'app/src/step.js',
    'app/src/tool.js',
    'app/src/worker.js',
    'lib',
    'workspace/dist/index.js',
    'workspace/dist/scale.js',
  ]);
  expect(files['lib']).toBe('1.2.3');
  expect(files['absent']).toBe('missing');
});

it('is the same wherever the project lies, and on a second look', async () => {
  const first = await digestCopy();
  expect(await digestCopy()).toEqual(first);
});

it.each([
  ['src/step.js', 'export {}', true],
  ['src/tool.js', 'export const tool = 2;', true],
  ['src/deep/kernel.wasm', 'other', true],
  ['packages/workspace/dist/scale.js', 'export const scale = 2;', true],
  ['node_modules/lib/package.json', '{"name": "lib", "version": "1.2.4"}', true],
  ['node_modules/absent/package.json', '{"name": "absent", "version": "1.0.0"}', true],
  ['node_modules/lib/deep.js', 'export default 2', false],
  ['src/unrelated.js', 'export const other = 1', false],
  ['packages/workspace/README.md', 'words', false],
])('changes with %s only when the component loads it', async (file, text, changes) => {
  const before = await digestCopy();
  const after = await digestCopy({ [file]: text });
  expect(after.digest !== before.digest).toBe(changes);
});

it('takes the text of `run` when the component does not say where it is declared', async () => {
  const one = await digestCode({ run: () => Promise.resolve({ a: 1 } as never) });
  const two = await digestCode({ run: () => Promise.resolve({ a: 2 } as never) });
  expect(one.digest).not.toBe(two.digest);
  expect(Object.keys(one.files)).toEqual(['run']);
});

it('reads a closure of hundreds of files in well under a second', async () => {
  const count = 400;
  await write(
    root,
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `src/many/m${index}.js`,
        `import './m${(index + 1) % count}.js';\n${'export const a = `${1 / 2}`; // text\n'.repeat(50)}`,
      ]),
    ),
  );
  const started = performance.now();
  const { files } = await digestCode({ moduleUrl: pathToFileURL(path.join(root, 'src/many/m0.js')).href, run });
  expect(Object.keys(files)).toHaveLength(count);
  expect(performance.now() - started).toBeLessThan(3000);
});

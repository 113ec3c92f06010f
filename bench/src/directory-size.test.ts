import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { directorySize } from './directory-size.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'millrace-bench-size-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('counts what `du` counts: whole blocks, folders, and no links', () => {
  mkdirSync(path.join(root, 'a', 'b'), { recursive: true });
  writeFileSync(path.join(root, 'a', 'one'), 'x'.repeat(10_000));
  writeFileSync(path.join(root, 'a', 'b', 'two'), 'x');
  symlinkSync(process.execPath, path.join(root, 'link'));
  const { stdout } = spawnSync('du', ['--summarize', '--block-size=1', root], { encoding: 'utf8' });
  expect(directorySize(root)).toBe(Number(/^\d+/.exec(stdout)![0]));
});

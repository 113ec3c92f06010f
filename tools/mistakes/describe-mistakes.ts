import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { isMillraceError } from '@millrace/core';
import type { Answer, AnswerMistake, ErrorMistake, Mistake, MistakeTable, RecordedAnswer, Words } from './mistake.ts';

/**
 * Makes every mistake of a table in a directory of its own, compares what the user is told, and looks for what was left
 * behind. The answers are kept in `<name>.answers.json`, from which the documentation is written; `npm run errors`
 * renews it.
 */
export function describeMistakes(name: string, { area, mistakes }: MistakeTable): void {
  const recorded = new Map<string, RecordedAnswer>();
  const roots: string[] = [];
  afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  describe(area, () => {
    it.each(mistakes.map((mistake) => [mistake.mistake, mistake] as const))('%s', async (_, mistake) => {
      const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'millrace-mistake-')));
      roots.push(root);
      const [place, temporary] = [path.join(root, 'place'), path.join(root, 'temporary')];
      for (const folder of [place, temporary]) mkdirSync(folder);
      vi.stubEnv('TMPDIR', temporary);
      try {
        recorded.set(mistake.mistake, await make(mistake, place));
      } finally {
        vi.unstubAllEnvs();
      }
      expect(list(temporary), 'left in the temporary directory').toEqual([]);
    });

    it(`has the answers of ${name}.answers.json (npm run errors renews it)`, async () => {
      expect(
        mistakes.map(({ mistake }) => mistake).filter((mistake) => !recorded.has(mistake)),
        'mistakes without the right answer',
      ).toEqual([]);
      expect(recorded.size, 'each mistake once').toBe(mistakes.length);
      const answers = mistakes.map(({ mistake }) => recorded.get(mistake));
      await expect(`${JSON.stringify({ area, answers }, null, 2)}\n`).toMatchFileSnapshot(`./${name}.answers.json`);
    });
  });
}

async function make(mistake: Mistake, place: string): Promise<RecordedAnswer> {
  for (const [file, content] of Object.entries(mistake.files ?? {})) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), content);
  }
  const arranged = await mistake.arrange?.(place);
  try {
    const before = list(place);
    const answer = await answerTo(mistake, place);
    const allowed = mistake.leaves ?? [];
    const left = list(place).filter((file) => !before.includes(file) && !allowed.includes(file));
    expect(left, 'left behind').toEqual([]);
    return answer;
  } finally {
    if (isDisposable(arranged)) await arranged[Symbol.asyncDispose]();
  }
}

async function answerTo(mistake: Mistake, place: string): Promise<RecordedAnswer> {
  const name = mistake.mistake;
  if (mistake.kind === 'works') {
    expect(await mistake.run(place)).toEqual(mistake.gives);
    return { mistake: name, kind: 'works', code: '', message: mistake.because, cure: '' };
  }
  const { code, message, cure } = await (isFound(mistake) ? find(mistake, place) : errorOf(mistake, place));
  expect(code, `${message} ${cure}`).toBe(mistake.code);
  for (const words of mistake.says) expectWords(message, words);
  expectWords(cure, mistake.cure);
  for (const text of [message, cure]) expect(text).not.toMatch(/\bundefined\b|\[object |^\s*$/);
  const steady = (text: string): string => hideVarying(text, place, mistake);
  return { mistake: name, kind: mistake.kind ?? 'error', code, message: steady(message), cure: steady(cure) };
}

async function errorOf({ run }: ErrorMistake, place: string): Promise<Answer> {
  try {
    await run(place);
  } catch (error) {
    if (isMillraceError(error)) return error;
    throw error;
  }
  return expect.fail('The mistake went through without an error.');
}

async function find({ run, code }: AnswerMistake, place: string): Promise<Answer> {
  const answers = await run(place);
  const answer = answers.find((candidate) => candidate.code === code);
  return answer ?? expect.fail(`Expected ${code} among: ${JSON.stringify(answers)}`);
}

function expectWords(text: string, words: Words): void {
  if (typeof words === 'string') expect(text).toContain(words);
  else expect(text).toMatch(words);
}

function hideVarying(text: string, place: string, { varies = [] }: Mistake): string {
  const bare = text.replaceAll(`${place}/`, '').replaceAll(place, '.');
  return varies.reduce((steady, [pattern, name]) => steady.replace(pattern, name), bare);
}

function isFound(mistake: ErrorMistake | AnswerMistake): mistake is AnswerMistake {
  return mistake.kind !== undefined && mistake.kind !== 'error';
}

function list(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

function isDisposable(value: unknown): value is AsyncDisposable {
  return typeof value === 'object' && value !== null && Symbol.asyncDispose in value;
}

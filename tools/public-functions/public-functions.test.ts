import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkParameters, isMillraceError, type Component, type MillraceError } from '@millrace/core';
import { defineFeatures, type OutputExpression } from '@millrace/features';
import { packageNames } from '../import-table.mjs';
import type { FunctionWithOptions, PublicFunction, PublicFunctions } from './public-function.ts';
import { listPublicFunctions } from './public-functions.ts';
import { createSampleWorld, type SampleWorld } from './sample-world.ts';

type Callable = (...args: readonly unknown[]) => unknown;

// What JavaScript lets through. Each is wrong for most arguments.
const odd: readonly unknown[] = [undefined, null, 42.5, 'zzz', true, [], {}, [null], () => 1, Number.NaN];

const before = process.cwd();
const directory = mkdtempSync(path.join(tmpdir(), 'millrace-public-functions-'));
let world: SampleWorld;
let table: PublicFunctions;
beforeAll(async () => {
  // Some of the odd values are read as names of files: what is written goes here.
  process.chdir(directory);
  world = await createSampleWorld(directory);
  for (const folder of ['log', 'converted']) mkdirSync(world.at(folder));
  const entry = { time: 0, requestId: 'a', model: 'churn', version: 1, durationMs: 1 };
  writeFileSync(
    world.at('log', 'requests-1.jsonl'),
    `${JSON.stringify({ ...entry, instances: [{ x: 1 }], predictions: [0.5] })}\n`,
  );
  writeFileSync(world.at('schema.json'), JSON.stringify(world.schema));
  for (const span of [1, 2]) writeFileSync(world.at(`flights-${span}.csv`), 'x\n1\n');
  table = listPublicFunctions(world);
});
afterAll(async () => {
  await world.model[Symbol.asyncDispose]();
  await world.dataset[Symbol.asyncDispose]();
  await world.engine[Symbol.asyncDispose]();
  process.chdir(before);
  rmSync(directory, { recursive: true, force: true });
});

const isFunction = ([name, value]: readonly [string, unknown]): boolean =>
  typeof value === 'function' && /^[a-z]/.test(name);

/** What a call throws, or undefined when it goes through. Anything but a MillraceError fails the test. */
async function errorOf(name: string, call: () => unknown): Promise<MillraceError | undefined> {
  try {
    const result = await call();
    if (typeof result === 'object' && result !== null && Symbol.asyncDispose in result)
      await (result as AsyncDisposable)[Symbol.asyncDispose]();
    return undefined;
  } catch (error) {
    if (!isMillraceError(error)) throw new Error(`${name} throws no MillraceError`, { cause: error });
    for (const text of [error.message, error.cure]) expect(text, name).not.toMatch(/\[object |^\s*$/);
    return error;
  }
}

const packages = await Promise.all(
  packageNames.map(async (name) => [name, (await import(`@millrace/${name}`)) as Record<string, unknown>] as const),
);

describe.each(packages)('what @millrace/%s exports', (packageName, exports) => {
  const names = Object.entries(exports)
    .filter(isFunction)
    .map(([name]) => name);

  it('is all that the table of functions holds', () => {
    expect(Object.keys(table[packageName] ?? {}).sort()).toEqual(names.sort());
  });

  it.for(names)('answers odd values with an error that has a code and a cure, never with another: %s', async (name) => {
    const how = table[packageName]?.[name];
    expect(how, `an entry of ${name} in public-functions.ts`).toBeDefined();
    if (how!.kind === 'left-out') expect(how!.because).toMatch(/\w/);
    else await tryOddValues(name, exports[name] as Callable, how!);
  });

  it('refuses parameters that a component does not take', async () => {
    for (const [name, component] of Object.entries(exports)) {
      if (typeof component !== 'object' || component === null || !('outputs' in component)) continue;
      const error = await errorOf(name, () => checkParameters(component as Component, { zzz: 1 }));
      expect(error, name).toMatchObject({ code: 'CORE_INVALID_PARAMETERS' });
    }
  });
});

async function tryOddValues(
  name: string,
  call: Callable,
  how: Exclude<PublicFunction, { readonly kind: 'left-out' }>,
): Promise<void> {
  const args = how.kind === 'options' ? how.before : how.args;
  const more = how.kind === 'options' ? [how.options] : [];
  const run = async (given: readonly unknown[]): Promise<unknown> => {
    const result = await call(...given, ...more);
    return how.kind === 'expression' ? defineFeatures({ feature: result as OutputExpression }) : result;
  };
  for (const [index] of args.entries()) {
    for (const value of odd)
      await errorOf(`${name}, argument ${index + 1} ${String(value)}`, () => run(args.with(index, value)));
  }
  if (how.kind === 'plain') expect(await errorOf(name, () => run(args)), `${name} as it is meant`).toBeUndefined();
  if (how.kind === 'options') await tryOddOptions(name, call, how);
}

async function tryOddOptions(
  name: string,
  call: Callable,
  { before: subjects, options }: FunctionWithOptions,
): Promise<void> {
  const run = (given: unknown) => errorOf(name, () => call(...subjects, given));
  expect(await run(options), `${name} as it is meant`).toBeUndefined();
  for (const value of [null, 42.5, 'zzz', [], () => 1]) {
    expect(await run(value), `${name} with ${String(value)} as options`).toMatchObject({ code: 'CORE_NOT_OPTIONS' });
  }
  const unknown = await run({ ...options, zzz: 1 });
  expect(unknown, `${name} with an unknown option`).toMatchObject({
    message: expect.stringContaining('zzz') as string,
    cure: expect.stringMatching(/Known: |takes no options/) as string,
  });
  for (const option of unknown!.details['known'] as readonly string[]) {
    const refusals: MillraceError[] = [];
    for (const value of odd.slice(1)) {
      const refusal = await errorOf(`${name} with ${option} ${String(value)}`, () =>
        call(...subjects, { ...options, [option]: value }),
      );
      if (refusal !== undefined) refusals.push(refusal);
    }
    const told = refusals.filter(({ message, cure }) => `${message} ${cure}`.includes(option));
    expect(told.length, `${name} refuses odd values of ${option} by its name`).toBeGreaterThan(0);
  }
}

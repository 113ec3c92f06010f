import type { Engine } from '@millrace/core';
import { describeFailures } from './describe-failures.ts';
import { describeReading } from './describe-reading.ts';
import { describeRendering } from './describe-rendering.ts';
import { describeTypes } from './describe-types.ts';
import { describeWriting } from './describe-writing.ts';

/** The two functions of a test framework that a suite needs; those of vitest and node:test fit. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
}

/** Adds one test of the suite; the engine is fresh, and disposed afterwards. */
export type EngineTest = (promise: string, body: (engine: Engine) => Promise<void>) => void;

/** The suite that every SQL engine passes. `create` opens an engine. */
export function describeEngine(name: string, create: () => Promise<Engine>, { describe, it }: TestFramework): void {
  const test: EngineTest = (promise, body) => {
    it(promise, async () => {
      const engine = await create();
      try {
        await body(engine);
      } finally {
        await engine[Symbol.asyncDispose]();
      }
    });
  };
  describe(`${name} as an engine`, () => {
    describeTypes(test);
    describeReading(test);
    describeWriting(test);
    describeRendering(test);
    describeFailures(test);
  });
}

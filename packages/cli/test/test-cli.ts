import type { CliContext } from '../src/cli-context.ts';

export interface TestCli {
  readonly context: CliContext;
  readonly outText: () => string;
  readonly errorText: () => string;
}

/** A terminal that remembers what was written to it. */
export function createTestCli(overrides: Partial<CliContext> = {}): TestCli {
  const out: string[] = [];
  const errors: string[] = [];
  return {
    outText: () => out.join(''),
    errorText: () => errors.join(''),
    context: {
      writeOut: (text) => out.push(text),
      writeError: (text) => errors.push(text),
      isTerminal: false,
      width: 100,
      hasColor: false,
      cwd: process.cwd(),
      nodeVersion: process.versions.node,
      signal: new AbortController().signal,
      clock: () => Date.UTC(2001, 5, 18),
      ...overrides,
    },
  };
}

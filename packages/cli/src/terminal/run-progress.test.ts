import type { RunEvent } from '@millrace/core';
import { expect, it } from 'vitest';
import { createTestCli } from '../../test/test-cli.ts';
import { createRunProgress } from './run-progress.ts';

const events: readonly RunEvent[] = [
  { type: 'run-start', pipeline: 'flights', runId: 'r1', steps: ['ExampleGen', 'Trainer'], time: 0 },
  { type: 'step-start', step: 'ExampleGen', attempt: 1, time: 0 },
  { type: 'step-progress', step: 'ExampleGen', message: '3 of 5 files', time: 0 },
  { type: 'step-end', step: 'ExampleGen', durationMs: 1234, time: 0 },
  { type: 'step-cached', step: 'Trainer', executionId: 'e1', time: 0 },
];

it('writes one plain line a step where there is no terminal', () => {
  const cli = createTestCli();
  const progress = createRunProgress(cli.context);
  events.forEach(progress.onEvent);
  progress.finish();
  expect(cli.errorText()).toBe('done    ExampleGen  1.2 s\ncached  Trainer\n');
});

it('redraws one line on a terminal, cut to its width', () => {
  const cli = createTestCli({ isTerminal: true, width: 30 });
  const progress = createRunProgress(cli.context);
  events.slice(0, 3).forEach(progress.onEvent);
  expect(cli.errorText().split('\r\u001B[2K').at(-1)).toBe('[0/2] ExampleGen (3 of 5 f...');
});

import type { RunEvent } from '@millrace/core';
import type { CliContext } from '../cli-context.ts';
import { formatDuration } from './table.ts';

export interface RunProgress {
  readonly onEvent: (event: RunEvent) => void;
  /** Removes what was drawn and will be drawn no more. */
  readonly finish: () => void;
}

/**
 * Shows a run as it happens. On a terminal one line says what runs now and is redrawn; elsewhere there is one plain line
 * for each step that ends.
 */
export function createRunProgress(context: CliContext): RunProgress {
  const running = new Map<string, string>();
  let total = 0;
  let done = 0;
  let isDrawn = false;

  const erase = (): void => {
    if (isDrawn) context.writeError('\r\u001B[2K');
    isDrawn = false;
  };
  const draw = (): void => {
    if (!context.isTerminal || running.size === 0) return;
    const steps = [...running].map(([step, message]) => (message === '' ? step : `${step} (${message})`)).join(', ');
    const line = `[${done}/${total}] ${steps}`;
    context.writeError(`\r\u001B[2K${line.length >= context.width ? `${line.slice(0, context.width - 4)}...` : line}`);
    isDrawn = true;
  };
  const say = (mark: string, step: string, remark: string): void => {
    erase();
    context.writeError(`${mark.padEnd(8)}${step}${remark === '' ? '' : `  ${remark}`}\n`);
  };

  return {
    onEvent(event) {
      switch (event.type) {
        case 'run-start':
          total = event.steps.length;
          break;
        case 'step-start':
          running.set(event.step, '');
          break;
        case 'step-progress':
          running.set(event.step, event.message);
          break;
        case 'step-end':
          done++;
          running.delete(event.step);
          say('done', event.step, formatDuration(event.durationMs));
          break;
        case 'step-cached':
          done++;
          running.delete(event.step);
          say('cached', event.step, '');
          break;
        case 'step-skipped':
          done++;
          running.delete(event.step);
          say('skipped', event.step, event.reason);
          break;
        case 'step-retry':
          say('retry', event.step, `${event.error.message} Again in ${formatDuration(event.delayMs)}.`);
          break;
        case 'step-failed':
          done++;
          running.delete(event.step);
          say('FAILED', event.step, event.error.message);
          break;
        case 'run-end':
          break;
      }
      draw();
    },
    finish: erase,
  };
}

import { format } from 'node:util';
import { afterEach, beforeEach, expect, vi } from 'vitest';

const methods = ['debug', 'info', 'log', 'warn', 'error'] as const;
let printed: string[] = [];

// A test that prints hides what it promises: return the text, or inject a logger and look at what it was given.
beforeEach(() => {
  printed = [];
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      printed.push(`console.${method}: ${format(...parts)}`);
    });
  }
});

afterEach(() => {
  expect(printed, 'A test must not print.').toEqual([]);
});

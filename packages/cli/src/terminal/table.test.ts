import { expect, it } from 'vitest';
import { formatDuration, formatTable } from './table.ts';

it('aligns text to the left and numbers to the right', () => {
  expect(
    formatTable(
      ['step', 'rows'],
      [
        ['ExampleGen', '3,000,000'],
        ['Pusher', '1'],
      ],
    ),
  ).toBe(
    ['step             rows', '----------  ---------', 'ExampleGen  3,000,000', 'Pusher              1', ''].join('\n'),
  );
});

it('writes durations as people read them', () => {
  expect([12.4, 999.6, 1234, 125_000].map(formatDuration)).toEqual(['12 ms', '1000 ms', '1.2 s', '2 min 5 s']);
});

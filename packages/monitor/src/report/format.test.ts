import { expect, it } from 'vitest';
import { formatNoise } from './format.ts';

it('writes chance short, whatever its size', () => {
  expect([0, 0.00009, 0.01694, 1.5].map(formatNoise)).toEqual(['0.0000', '< 0.0001', '0.0169', '1.500']);
});

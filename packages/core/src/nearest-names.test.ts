import { expect, it } from 'vitest';
import { describeKnownNames, nearestNames } from './nearest-names.ts';

it('puts the nearest name first and counts a swap of neighbours as one mistake', () => {
  expect(nearestNames('orgiin', ['destination', 'origin', 'delay'])).toEqual(['origin', 'delay', 'destination']);
});

it('suggests a name only when it is near', () => {
  expect(describeKnownNames('Orign', ['origin', 'delay'])).toBe('Did you mean "origin"? Known: "origin", "delay".');
  expect(describeKnownNames('weather', ['origin'])).toBe('Known: "origin".');
  expect(describeKnownNames('weather', [])).toBe('None are known.');
});

it('says how many more there are', () => {
  const names = Array.from({ length: 12 }, (_, i) => `column${i}`);
  expect(describeKnownNames('column3', names)).toMatch(/^Did you mean "column3"\? Known: "column3", .*, and 4 more\.$/);
});

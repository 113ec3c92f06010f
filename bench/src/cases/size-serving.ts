import type { BenchCase } from '../bench-case.ts';
import { installedSize } from '../installed-size.ts';

export const sizeServing: BenchCase = installedSize({
  what: '`@millrace/serving` with all that it needs at run time, installed into an empty folder, as `du` counts it.',
  names: ['serving'],
  atMost: 25,
});

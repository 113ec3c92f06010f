import { readdirSync } from 'node:fs';
import type { BenchCase } from '../bench-case.ts';
import { installedSize } from '../installed-size.ts';
import { packagesDirectory } from '../places.ts';

export const sizeAll: BenchCase = installedSize({
  what: 'All packages with all that they need at run time, installed into an empty folder, as `du` counts it.',
  names: readdirSync(packagesDirectory),
  atMost: 300,
});

import { mkdir, rm } from 'node:fs/promises';
import type { CrashPlaces } from './crash-places.ts';

/** Takes everything of the last round away. Servers may watch the destination from the start. */
export async function emptyPlaces({ output, requests, temporary, destination }: CrashPlaces): Promise<void> {
  for (const place of [output, requests, temporary]) await rm(place, { recursive: true, force: true });
  for (const place of [temporary, destination]) await mkdir(place, { recursive: true });
}

import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What a directory takes on the disk, as `du` counts it: whole blocks, directories included, in bytes. Links are not followed. */
export function directorySize(directory: string): number {
  const inside = readdirSync(directory, { withFileTypes: true }).map((entry) => {
    const place = path.join(directory, entry.name);
    return entry.isDirectory() ? directorySize(place) : blocksOf(place);
  });
  return inside.reduce((sum, bytes) => sum + bytes, blocksOf(directory));
}

function blocksOf(place: string): number {
  const { blocks, size } = lstatSync(place);
  // Windows reports no blocks.
  return blocks === undefined ? size : blocks * 512;
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateExamples, parquet } from '@millrace/data';
import { findFlightsFile } from '../places.ts';

/** Where the artifact of all flights is described. */
export const artifactFile = 'artifact.json';

export async function makeFlights(directory: string): Promise<void> {
  const examples = await generateExamples(parquet(findFlightsFile()), { directory, split: { all: 1 } });
  await writeFile(path.join(directory, artifactFile), JSON.stringify(examples));
}

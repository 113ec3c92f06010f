// Makes what cases need, in a process of its own: what this takes in memory is not the case's.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { doneFile, type DataName } from './prepare-data.ts';

const makers: Readonly<Record<DataName, () => Promise<(directory: string) => Promise<void>>>> = {
  flights: async () => (await import('./make-flights.ts')).makeFlights,
  weeks: async () => (await import('./make-weeks.ts')).makeWeeks,
  model: async () => (await import('./make-model.ts')).makeModel,
};

const [name, directory] = process.argv.slice(2) as [DataName, string];
await rm(directory, { recursive: true, force: true });
await mkdir(directory, { recursive: true });
await (
  await makers[name]()
)(directory);
await writeFile(path.join(directory, doneFile), '');
process.disconnect();

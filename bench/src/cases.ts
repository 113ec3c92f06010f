import { unknownCase } from './errors.ts';
import type { BenchCase } from './bench-case.ts';

/** Every case by its name, in the order of the table. A case is loaded in its own process only. */
export const cases = {
  flights: async (): Promise<BenchCase> => (await import('./cases/flights.ts')).flights,
  'flights-again': async (): Promise<BenchCase> => (await import('./cases/flights.ts')).flightsAgain,
  'flights-new-week': async (): Promise<BenchCase> => (await import('./cases/flights.ts')).flightsNewWeek,
  statistics: async (): Promise<BenchCase> => (await import('./cases/statistics.ts')).statistics,
  'point-in-time': async (): Promise<BenchCase> => (await import('./cases/point-in-time.ts')).pointInTime,
  'point-in-time-join': async (): Promise<BenchCase> => (await import('./cases/point-in-time-join.ts')).pointInTimeJoin,
  transform: async (): Promise<BenchCase> => (await import('./cases/transform.ts')).transform,
  trees: async (): Promise<BenchCase> => (await import('./cases/trees.ts')).trees,
  'one-row': async (): Promise<BenchCase> => (await import('./cases/one-row.ts')).oneRow,
  http: async (): Promise<BenchCase> => (await import('./cases/http.ts')).http,
  evaluation: async (): Promise<BenchCase> => (await import('./cases/evaluation.ts')).evaluation,
  'metadata-publish': async (): Promise<BenchCase> => (await import('./cases/metadata-publish.ts')).metadataPublish,
  'metadata-lineage': async (): Promise<BenchCase> => (await import('./cases/metadata-lineage.ts')).metadataLineage,
  'empty-steps': async (): Promise<BenchCase> => (await import('./cases/empty-steps.ts')).emptySteps,
  'command-start': async (): Promise<BenchCase> => (await import('./cases/command-start.ts')).commandStart,
  imports: async (): Promise<BenchCase> => (await import('./cases/imports.ts')).imports,
  'size-serving': async (): Promise<BenchCase> => (await import('./cases/size-serving.ts')).sizeServing,
  'size-all': async (): Promise<BenchCase> => (await import('./cases/size-all.ts')).sizeAll,
};

export type CaseName = keyof typeof cases;

const names = Object.keys(cases) as CaseName[];

/** All cases, or those named, in the order of the table. Throws `BENCH_UNKNOWN_CASE`. */
export function chooseCases(only: readonly string[]): readonly CaseName[] {
  for (const name of only) if (!Object.hasOwn(cases, name)) throw unknownCase({ name, known: names });
  return only.length === 0 ? names : names.filter((name) => only.includes(name));
}

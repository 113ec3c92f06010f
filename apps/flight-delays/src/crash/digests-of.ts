import type { RunResult } from '@millrace/pipeline';

/** The digest of everything that a run gave, by `<step>.<port>`. */
export function digestsOf({ steps }: Pick<RunResult, 'steps'>): Readonly<Record<string, string>> {
  const digests = steps.flatMap(({ id, outputs }) =>
    Object.entries(outputs).map(([port, { digest }]) => [`${id}.${port}`, digest] as const),
  );
  return Object.fromEntries(digests);
}

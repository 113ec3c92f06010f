import { sha256File } from '@millrace/core/artifacts';
import { checkSource } from '../source/check-source.ts';
import { resolveFiles, type SpanOptions } from '../source/resolve-files.ts';
import { isSource, type Source } from '../source/source.ts';
import type { SourceSplits } from './generate-examples.ts';

/** The SHA-256 of every file that a source reads, by path. Empty for sources in memory: their rows are the declaration. */
export async function fingerprintSource(
  source: Source | SourceSplits,
  options: SpanOptions = {},
): Promise<Readonly<Record<string, string>>> {
  const sources = isSource(source) ? [source] : Object.values(source);
  const digests: Record<string, string> = {};
  for (const one of sources) {
    checkSource(one);
    if (one.format === 'memory') continue;
    const { files } = await resolveFiles(one.path, options);
    for (const file of files) digests[file] ??= await sha256File(file);
  }
  return digests;
}

import { unknownSpan, wrongSpan } from '../errors.ts';
import { matchFiles, parsePattern } from './file-pattern.ts';
import { readStart } from './read-start.ts';
import { listSpans, selectSpans, type Span, type SpanSelection } from './spans.ts';

export interface SpanOptions {
  /** For patterns with {SPAN} or a date. @defaultValue 'latest' */
  readonly span?: SpanSelection | undefined;
  /** For patterns with {VERSION}. @defaultValue the latest version of each span */
  readonly version?: number | undefined;
}

export interface ResolvedFiles {
  /** In reading order: by span, then by path. */
  readonly files: readonly string[];
  /** The spans that were chosen, ascending; empty for patterns without spans. */
  readonly spans: readonly Span[];
}

/** The files of a path, glob or pattern with spans. All of them are ordinary files that this user may read. */
export async function resolveFiles(path: string, options: SpanOptions = {}): Promise<ResolvedFiles> {
  const resolved = await findFiles(path, options);
  for (const file of resolved.files) await readStart(file, 0);
  return resolved;
}

async function findFiles(path: string, { span, version }: SpanOptions): Promise<ResolvedFiles> {
  const pattern = parsePattern(path);
  if (version !== undefined && !pattern.placeholders.has('VERSION'))
    throw unknownSpan({ pattern: path, wanted: `version ${version}`, found: ['a pattern without {VERSION}'] });
  if (pattern.placeholders.size > 0) {
    const spans = selectSpans(await listSpans(path), { pattern: path, span, version });
    return { files: spans.flatMap(({ files }) => files), spans };
  }
  if (span !== undefined && span !== 'latest')
    throw wrongSpan({ span: JSON.stringify(span), reason: `"${path}" has no {SPAN} and no date` });
  return { files: (await matchFiles(pattern)).map(({ file }) => file), spans: [] };
}

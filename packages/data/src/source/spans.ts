import { checkArgument, optionForms, type OptionForm } from '@millrace/core';
import { notSpan, unknownSpan, wrongSpan } from '../errors.ts';
import { matchFiles, parsePattern, type MatchedFile } from './file-pattern.ts';

/** What arrived together: one number, or one day, and possibly one of several deliveries of it. */
export interface Span {
  /** The number of the span, or days since 1970-01-01 for dated spans. */
  readonly span: number;
  /** The day of a dated span, `YYYY-MM-DD`. */
  readonly date?: string;
  readonly version?: number;
  /** Sorted by path. */
  readonly files: readonly string[];
}

/**
 * Which spans to read: the latest, one by number or day (`'2001-05-28'`), all from one to another (both included; a side
 * that is left out is open), or the last few that there are.
 */
export type SpanSelection =
  | 'latest'
  | number
  | string
  | { readonly from?: number | string | undefined; readonly to?: number | string | undefined }
  | { readonly last: number };

/** The form of a selection, for callers that no compiler stops. */
export const spanForm: OptionForm = {
  expected: "'latest', a number, a day, `{ from, to }` or `{ last }`",
  admits: (value) =>
    optionForms.text.admits(value) || optionForms.number.admits(value) || optionForms.object.admits(value),
};

const dayMs = 86_400_000;

/**
 * The spans that the files of a pattern make, in ascending order, all versions of each.
 * Throws `DATA_WRONG_PATTERN`, `DATA_FILE_NOT_FOUND`, `DATA_NOT_A_SPAN`, and `DATA_WRONG_SPAN` for a pattern without spans.
 */
export async function listSpans(pattern: string): Promise<readonly Span[]> {
  checkArgument(
    pattern,
    { expected: 'a pattern of files', admits: (value) => typeof value === 'string' },
    { caller: 'listSpans', argument: 'pattern' },
  );
  const parsed = parsePattern(pattern);
  if (!parsed.placeholders.has('SPAN') && !parsed.placeholders.has('YYYY'))
    throw wrongSpan({ span: 'list', reason: `"${pattern}" has no {SPAN} and no date` });
  return groupSpans(await matchFiles(parsed));
}

function groupSpans(matched: readonly MatchedFile[]): readonly Span[] {
  const spans = new Map<string, Span & { files: string[] }>();
  for (const { file, values } of matched) {
    const { SPAN, YYYY, MM, DD, VERSION } = values;
    const date = YYYY === undefined ? undefined : `${YYYY}-${MM}-${DD}`;
    const span = date === undefined ? Number(SPAN) : dayOf(date);
    if (span === undefined) throw notSpan({ file, text: `"${date}"` });
    const version = VERSION === undefined ? undefined : Number(VERSION);
    const key = `${span}/${version ?? ''}`;
    const known = spans.get(key);
    if (known !== undefined) known.files.push(file);
    else
      spans.set(key, {
        span,
        ...(date === undefined ? {} : { date }),
        ...(version === undefined ? {} : { version }),
        files: [file],
      });
  }
  return [...spans.values()].sort((a, b) => a.span - b.span || (a.version ?? 0) - (b.version ?? 0));
}

/** Days since 1970-01-01, or undefined when it is not a day of the calendar. */
function dayOf(date: string): number | undefined {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? undefined : time / dayMs;
}

/**
 * The spans of a selection in ascending order, each in its latest version or in the version asked for.
 * Throws `DATA_UNKNOWN_SPAN` (listing what there is) and `DATA_WRONG_SPAN`.
 */
export function selectSpans(
  spans: readonly Span[],
  {
    pattern,
    span = 'latest',
    version,
  }: { pattern: string; span?: SpanSelection | undefined; version?: number | undefined },
): readonly Span[] {
  const numbers = [...new Set(spans.map((candidate) => candidate.span))];
  const wanted = pickNumbers(numbers, span);
  const describe = (of: readonly Span[]): string[] =>
    [...new Set(of.map(({ span: number, date }) => date ?? String(number)))].reverse();
  if (wanted.length === 0) throw unknownSpan({ pattern, wanted: `span ${textOf(span)}`, found: describe(spans) });
  return wanted.map((number) => {
    const versions = spans.filter((candidate) => candidate.span === number);
    const chosen =
      version === undefined ? versions.at(-1) : versions.find((candidate) => candidate.version === version);
    if (chosen !== undefined) return chosen;
    const found = versions.map((candidate) => `version ${candidate.version ?? 'none'}`);
    throw unknownSpan({ pattern, wanted: `version ${version} of span ${describe(versions).join()}`, found });
  });
}

function pickNumbers(numbers: readonly number[], selection: SpanSelection): readonly number[] {
  if (selection === 'latest') return numbers.slice(-1);
  if (typeof selection === 'number' || typeof selection === 'string') {
    const wanted = numberOf(selection);
    return numbers.filter((number) => number === wanted);
  }
  if ('last' in selection) {
    if (!Number.isInteger(selection.last) || selection.last < 1)
      throw wrongSpan({ span: textOf(selection), reason: '`last` is not a whole number of at least 1' });
    return numbers.slice(-selection.last);
  }
  const from = selection.from === undefined ? -Infinity : numberOf(selection.from);
  const to = selection.to === undefined ? Infinity : numberOf(selection.to);
  if (from > to) throw wrongSpan({ span: textOf(selection), reason: 'it ends before it begins' });
  return numbers.filter((number) => number >= from && number <= to);
}

function numberOf(span: number | string): number {
  if (typeof span === 'number') {
    if (Number.isInteger(span)) return span;
    throw wrongSpan({ span: String(span), reason: 'it is not a whole number' });
  }
  const day = /^\d{4}-\d{2}-\d{2}$/.test(span) ? dayOf(span) : undefined;
  if (day === undefined)
    throw wrongSpan({ span: JSON.stringify(span), reason: 'it is not a day such as "2001-05-28"' });
  return day;
}

function textOf(selection: SpanSelection): string {
  return typeof selection === 'object' ? JSON.stringify(selection) : String(selection);
}

import { invalidVocabularyFile } from '../errors.ts';

/** One entry a line, in the order of the codes; a backslash, line feed and carriage return are written `\\`, `\n`, `\r`. */
export function formatVocabulary(entries: readonly string[]): string {
  return entries.map((entry) => `${escapeEntry(entry)}\n`).join('');
}

function escapeEntry(entry: string): string {
  return entry.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** The entries of a vocabulary file. Throws `FEATURES_INVALID_VOCABULARY_FILE` naming file and line. */
export function parseVocabulary(content: string, file: string): readonly string[] {
  if (content === '') return [];
  if (!content.endsWith('\n'))
    throw invalidVocabularyFile({ file, line: content.split('\n').length, reason: 'it does not end with a line feed' });
  return content
    .slice(0, -1)
    .split('\n')
    .map((line, index) => parseEntry(line, { file, line: index + 1 }));
}

function parseEntry(line: string, place: { readonly file: string; readonly line: number }): string {
  if (line.includes('\r')) throw invalidVocabularyFile({ ...place, reason: 'it holds a carriage return' });
  if (!line.includes('\\')) return line;
  return line.replaceAll(/\\(.?)/gsu, (sequence, letter: string) => {
    if (letter === '\\') return '\\';
    if (letter === 'n') return '\n';
    if (letter === 'r') return '\r';
    throw invalidVocabularyFile({ ...place, reason: `"${sequence}" is not an escape` });
  });
}

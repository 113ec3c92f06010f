import type { Engine } from '@millrace/core';

/** `select` of some columns of a relation, by their exact names. */
export function selectColumns(
  { dialect }: Pick<Engine, 'dialect'>,
  columns: readonly string[],
  relation: string,
): string {
  const quote = dialect === 'spark' ? '`' : '"';
  const names = columns.map((name) => `${quote}${name.replaceAll(quote, quote + quote)}${quote}`);
  return `select ${names.join(', ')} from ${relation}`;
}

import { quoteText } from '@millrace/data';

/** A double with all its digits. The exponent makes it a double, not a decimal, in every dialect. */
export function doubleLiteral(value: number): string {
  const text = (value + 0).toExponential();
  return text.startsWith('-') ? `(${text})` : text;
}

/** A text. SQL text ends at U+0000, so that character is added by its code. */
export function textLiteral(text: string): string {
  const parts = text.split('\0').map(quoteText);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}

export function plainLiteral(value: number | string | boolean, type: string): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'boolean') return String(value);
  return type === 'timestamp' ? `(${value})` : doubleLiteral(value);
}

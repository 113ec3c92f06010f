import { checkArgument, optionForms, type SchemaPayload } from '@millrace/core';

const lineLength = 110;

/** A schema as JSON text for people: parts that fit on a line stand on one, and the version comes first. Save it, edit it, keep it in git. */
export function formatSchema(schema: SchemaPayload): string {
  checkArgument(schema, optionForms.schema, { caller: 'formatSchema', argument: 'schema' });
  const { $schema, specVersion, features, ...rest } = schema;
  const ordered = { ...($schema !== undefined && { $schema }), specVersion, ...rest, features };
  return `${layOut(ordered, '')}\n`;
}

function layOut(value: unknown, indent: string): string {
  const line = onOneLine(value);
  const isLeaf = typeof value !== 'object' || value === null;
  if (isLeaf || (indent !== '' && indent.length + line.length <= lineLength)) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${fill(value, inner)}\n${indent}]`;
  const lines = entriesOf(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${layOut(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = entriesOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** Items one after another, in lines of about the same length. */
function fill(items: readonly unknown[], indent: string): string {
  const lines = [indent];
  items.forEach((item, i) => {
    const text = onOneLine(item) + (i < items.length - 1 ? ',' : '');
    const last = lines.at(-1)!;
    if (last !== indent && last.length + text.length + 1 > lineLength) lines.push(indent + text);
    else lines[lines.length - 1] = last === indent ? indent + text : `${last} ${text}`;
  });
  return lines.join('\n');
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

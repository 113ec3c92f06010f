import { readFile } from 'node:fs/promises';
import { checkArgument, optionForms, type SchemaPayload } from '@millrace/core';
import { schemaFileNotJson, schemaFileUnreadable } from '../errors.ts';
import { checkSchema } from './check-schema.ts';

/**
 * Reads a schema that a person keeps in a file. What is wrong with it is told with the file and JSON pointers.
 * Throws `DATA_VALIDATION_SCHEMA_UNREADABLE`, `DATA_VALIDATION_SCHEMA_NOT_JSON`, `CORE_INVALID_PAYLOAD` and
 * `DATA_VALIDATION_INVALID_SCHEMA`.
 */
export async function readSchema(path: string): Promise<SchemaPayload> {
  checkArgument(path, optionForms.text, { caller: 'readSchema', argument: 'path' });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw schemaFileUnreadable({ path, cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw schemaFileNotJson({ path, reason: cause instanceof Error ? cause.message : String(cause) });
  }
  return checkSchema(value, path);
}

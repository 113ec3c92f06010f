import { existsSync } from 'node:fs';
import path from 'node:path';
import type { MetadataStore } from '@millrace/core';
import type { CliContext } from '../cli-context.ts';
import { noProject } from '../errors.ts';

/** The metadata of a project directory, or `CLI_NO_PROJECT`: looking at a project never makes one. */
export async function openMetadata(directory: string, context: CliContext): Promise<MetadataStore> {
  const full = path.resolve(context.cwd, directory);
  const file = path.join(full, 'metadata.db');
  if (!existsSync(file)) throw noProject({ directory: full });
  const { createSqliteMetadataStore } = await import('@millrace/metadata');
  return createSqliteMetadataStore(file);
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMillraceError } from '@millrace/core';
import { cannotLoad, fileNotFound } from '../errors.ts';
import { registerTypeScript } from './register-typescript.ts';

export interface LoadedModule {
  readonly url: URL;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Imports a JavaScript or TypeScript file. Throws `CLI_FILE_NOT_FOUND`, `CLI_CANNOT_LOAD`, and what Millrace told the file itself. */
export async function loadModule(file: string, cwd: string): Promise<LoadedModule> {
  const full = path.resolve(cwd, file);
  if (!existsSync(full)) throw fileNotFound({ file });
  if (/\.m?ts$/.test(full)) registerTypeScript();
  const url = pathToFileURL(full);
  try {
    return { url, exports: (await import(url.href)) as Record<string, unknown> };
  } catch (cause) {
    throw isMillraceError(cause) ? cause : cannotLoad({ file, cause });
  }
}
